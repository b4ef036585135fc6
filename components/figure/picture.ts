import { escapeXml } from "../../domain/text/xml.ts";
import { type ChartData, cssColor } from "../chart/data.ts";
import { FIGURE_SIZE, figureShapes, type FigureWords } from "./figure.ts";
import type { ColorOf, PathShape, Shape, TextShape } from "./shapes.ts";

/** Pixels of a PNG to one unit of a figure: 2400 × 1200. */
const RATIO = 3;

/** What a picture shows, and the name of its file without its ending. */
export interface Picture {
  readonly data: ChartData;
  readonly words: FigureWords;
  readonly name: string;
  /** An element of the page, whose style sheet and font are taken. */
  readonly place: HTMLElement;
}

/** Saves a chart as a picture, such as `trump-posts-20260131T120300Z.png`. */
export async function savePicture(
  kind: "png" | "svg",
  { data, words, name, place }: Picture,
): Promise<void> {
  const shapes = figureShapes(data, words, lightColors(place));
  const font = getComputedStyle(place).fontFamily;
  const blob = kind === "png"
    ? await drawPng(shapes, font)
    : new Blob([toSvg(shapes, font, words.title)], { type: "image/svg+xml" });
  const time = new Date().toISOString().replace(/\.\d+|[:-]/g, "");
  download(blob, `${name}-${time}.${kind}`);
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Reads colors as they are on light paper, whatever the page looks like; as `#rrggbb`, which every reader of SVG knows. */
function lightColors(place: HTMLElement): ColorOf {
  return (name) => {
    const probe = document.createElement("span");
    probe.style.colorScheme = "light";
    probe.style.setProperty("forced-color-adjust", "none");
    probe.style.color = cssColor(name);
    place.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    const parts = (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
    return `#${
      parts.map((part) => part.toString(16).padStart(2, "0")).join("")
    }`;
  };
}

async function drawPng(shapes: readonly Shape[], font: string): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = RATIO * FIGURE_SIZE.width;
  canvas.height = RATIO * FIGURE_SIZE.height;
  const context = canvas.getContext("2d")!;
  context.scale(RATIO, RATIO);
  for (const shape of shapes) {
    if ("text" in shape) drawText(context, shape, font);
    else drawPath(context, shape);
  }
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/png")
  );
  if (!blob) throw new Error("Cannot save picture: the canvas is empty");
  return blob;
}

function drawPath(
  context: CanvasRenderingContext2D,
  { d, fill, stroke, width = 1, dash = [], opacity = 1 }: PathShape,
): void {
  const path = new Path2D(d);
  context.globalAlpha = opacity;
  if (fill) {
    context.fillStyle = fill;
    context.fill(path);
  }
  if (stroke) {
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash([...dash]);
    context.stroke(path);
  }
}

function drawText(
  context: CanvasRenderingContext2D,
  { text, x, y, size, fill, weight = 400, anchor = "start" }: TextShape,
  font: string,
): void {
  context.globalAlpha = 1;
  context.fillStyle = fill;
  context.font = `${weight} ${size}px ${font}`;
  context.textAlign = anchor === "middle" ? "center" : anchor;
  context.fillText(text, x, y);
}

/** Writes shapes as an SVG document. */
export function toSvg(
  shapes: readonly Shape[],
  font: string,
  title: string,
): string {
  const { width, height } = FIGURE_SIZE;
  const body = shapes.map((shape) =>
    "text" in shape ? textElement(shape) : pathElement(shape)
  );
  const root = attributes({
    xmlns: "http://www.w3.org/2000/svg",
    ...{ width, height, viewBox: `0 0 ${width} ${height}` },
    "font-family": font,
  });
  return `<svg${root}>\n<title>${toXml(title)}</title>\n` +
    `${body.join("\n")}\n</svg>\n`;
}

function pathElement(
  { d, fill = "none", stroke, width, dash, opacity }: PathShape,
): string {
  return `<path${
    attributes({
      ...{ d, fill, stroke, opacity, "stroke-width": width },
      "stroke-linejoin": stroke && "round",
      "stroke-dasharray": dash?.join(" "),
    })
  }/>`;
}

function textElement(
  { text, x, y, size, fill, weight, anchor }: TextShape,
): string {
  const written = attributes({
    ...{ x, y, fill, "font-size": size, "font-weight": weight },
    "text-anchor": anchor,
  });
  return `<text${written}>${toXml(text)}</text>`;
}

function attributes(
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => ` ${name}="${toXml(String(value))}"`)
    .join("");
}

/** A text of a picture, without the characters that XML cannot hold. */
const toXml = (text: string) => escapeXml(text, "");
