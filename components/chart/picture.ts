import { timeTicks } from "../../domain/format/time_ticks.ts";
import type { Zone } from "../../domain/format/times.ts";
import { zoneName } from "../address/zone.ts";
import { sourceNames } from "../elements/sources.ts";
import { type ChartData, seriesSpan } from "./data.ts";
import { colorReader } from "./plot.ts";
import { bucketWords } from "./words.ts";

/** What a picture of a chart is called, and what it says. */
export interface PngOptions extends PictureWords {
  /** Short name of the chart. */
  readonly chart: string;
}

/** Width and height of a picture. */
export const PNG_SIZE = { width: 1_600, height: 800 };

/**
 * Saves a chart as a picture, `trump-posts-20260131T120300Z.png`.
 *
 * @param place An element of the page, whose colors and font are taken.
 */
export async function savePng(
  data: ChartData,
  place: HTMLElement,
  options: PngOptions,
): Promise<void> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, PNG_SIZE);
  const figure = place.closest("figure") ?? place;
  await drawPicture(canvas.getContext("2d")!, data, options, {
    ...PNG_SIZE,
    font: getComputedStyle(figure).fontFamily,
    colorOf: colorReader(figure),
  });
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/png")
  );
  if (!blob) throw new Error("Cannot save picture: the canvas gave none");
  const time = new Date().toISOString().replace(/\.\d+|[:-]/g, "");
  download(blob, `${options.topic}-${options.chart}-${time}.png`);
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What a picture of a chart says besides the chart. */
interface PictureWords {
  /** Slug. */
  readonly topic: string;
  readonly title: string;
  readonly zone: Zone;
  /** What is running, in words. */
  readonly source: string;
}

/** How a picture looks. */
interface PictureStyle {
  readonly width: number;
  readonly height: number;
  /** Font family. */
  readonly font: string;
  /** What a color of the style sheet is, by its name without dashes. */
  readonly colorOf: (name: string) => string;
}

/** Where on the picture the chart is, in its pixels. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the picture to one of the page. */
const RATIO = 2;
const MARGIN = { top: 150, right: 190, bottom: 120, left: 120 };

/** Draws a chart with its title, axes and origin, to be understood where nothing stands around it. */
async function drawPicture(
  context: CanvasRenderingContext2D,
  data: ChartData,
  words: PictureWords,
  style: PictureStyle,
): Promise<void> {
  const { width, height, colorOf } = style;
  const box = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  context.fillStyle = colorOf("paper");
  context.fillRect(0, 0, width, height);
  drawWords(context, data, words, style);
  drawGrid(context, data, box, style);
  await drawPlot(context, data, box, style);
  drawTimes(context, data, box, words.zone, style);
  drawNames(context, data, box, style);
}

function drawWords(
  context: CanvasRenderingContext2D,
  data: ChartData,
  { topic, title, zone, source }: PictureWords,
  { height, width, font, colorOf }: PictureStyle,
): void {
  const { from, to } = seriesSpan(data);
  const when = (t: number) => bucketWords(t, data.step, zone, true);
  const room = width - 2 * MARGIN.left / 3;
  context.fillStyle = colorOf("ink");
  context.font = `600 40px ${font}`;
  context.fillText(`${topic}: ${title}`, 40, 64, room);
  context.fillStyle = colorOf("muted");
  context.font = `24px ${font}`;
  const span = `${when(from)} to ${when(to)}, ${zoneName(zone)}`;
  context.fillText(span, 40, 104, room);
  context.fillText(
    `Freshet · source: ${sourceNames(source)}`,
    40,
    height - 32,
    room,
  );
}

function drawGrid(
  context: CanvasRenderingContext2D,
  { min, max, ticks, missing, ...axis }: ChartData,
  box: Box,
  { font, colorOf }: PictureStyle,
): void {
  const { from, to } = seriesSpan(axis);
  context.fillStyle = colorOf("raised");
  for (const stretch of missing) {
    const unit = box.width / (to - from);
    const left = box.left + (stretch.from - from) * unit;
    const width = (stretch.to - stretch.from) * unit;
    context.fillRect(left, box.top, width, box.height);
  }
  context.font = `24px ${font}`;
  context.textAlign = "right";
  for (const { y, text } of ticks) {
    const top = Math.round(box.top + box.height * (max - y) / (max - min));
    context.fillStyle = colorOf(y === 0 ? "muted" : "hairline");
    context.fillRect(box.left, top, box.width, RATIO);
    context.fillStyle = colorOf("muted");
    context.fillText(text, box.left - 16, top + 8);
  }
}

async function drawPlot(
  context: CanvasRenderingContext2D,
  data: ChartData,
  { left, top, width, height }: Box,
  { colorOf }: PictureStyle,
): Promise<void> {
  const { openPlot } = await import("./plot.ts"); // the page has it
  const ratio = globalThis.devicePixelRatio;
  const plot = openPlot(document.createElement("div"), () => data, {
    width: width / ratio,
    height: height / ratio,
    scale: RATIO / ratio,
    colorOf,
  });
  await Promise.resolve(); // uPlot draws in a microtask
  context.drawImage(plot.ctx.canvas, left, top, width, height);
  plot.destroy();
}

function drawTimes(
  context: CanvasRenderingContext2D,
  data: ChartData,
  box: Box,
  zone: Zone,
  { font, colorOf }: PictureStyle,
): void {
  const { from, to } = seriesSpan(data);
  context.font = `24px ${font}`;
  context.fillStyle = colorOf("muted");
  context.textAlign = "center";
  for (const { t, label } of timeTicks(from, to, { zone })) {
    const left = box.left + box.width * (t - from) / (to - from);
    context.fillText(label, left, box.top + box.height + 36);
  }
}

function drawNames(
  context: CanvasRenderingContext2D,
  { min, max, names }: ChartData,
  box: Box,
  { font, width, colorOf }: PictureStyle,
): void {
  context.font = `24px ${font}`;
  context.textAlign = "left";
  const left = box.left + box.width + 16;
  for (const { y, text, color = "muted" } of names) {
    const top = box.top + box.height * (max - y) / (max - min);
    context.fillStyle = color.startsWith("#") ? color : colorOf(color);
    context.fillText(text, left, top + 8, width - left - 8);
  }
}
