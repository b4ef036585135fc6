import { sourceNames } from "../elements/labels.ts";
import type { ChartData } from "./data.ts";
import type { PlotStyle } from "./drawing.ts";

/** What a picture says besides the chart. */
export interface PictureOptions {
  /** Slug. */
  readonly topic: string;
  /** Short name of the chart, for the file. */
  readonly chart: string;
  readonly title: string;
  /** The running sources. */
  readonly source: string;
}

/** Width and height of a picture. */
export const PNG_SIZE = { width: 1_600, height: 800 };
/** Pixels of the picture to one of the page. */
const RATIO = 2;
const MARGIN = { top: 150, right: 190, bottom: 120, left: 120 };

/**
 * Saves a chart as a picture, `trump-posts-20260131T120300Z.png`.
 *
 * @param place An element of the chart, whose colors and font are taken.
 */
export async function savePng(
  data: ChartData,
  place: HTMLElement,
  options: PictureOptions,
): Promise<void> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, PNG_SIZE);
  const figure = place.closest("figure") ?? place;
  await drawPicture(canvas.getContext("2d")!, data, figure, options);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/png")
  );
  if (!blob) throw new Error("Cannot save picture: the canvas is empty");
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

/** Draws a chart with its title and origin, to be understood on its own. */
async function drawPicture(
  context: CanvasRenderingContext2D,
  data: ChartData,
  figure: HTMLElement,
  options: PictureOptions,
): Promise<void> {
  const { colorReader, drawPlot } = await import("./plot.ts"); // the page has it
  const { width, height } = PNG_SIZE;
  const colorOf = colorReader(figure);
  const font = getComputedStyle(figure).fontFamily;
  context.fillStyle = colorOf("paper");
  context.fillRect(0, 0, width, height);

  const pixel = 1 / devicePixelRatio;
  const margin = Object.fromEntries(
    Object.entries(MARGIN).map(([side, length]) => [side, length * pixel]),
  ) as unknown as PlotStyle["margin"];
  const plot = await drawPlot({
    data,
    style: {
      width: width * pixel,
      height: height * pixel,
      margin,
      font,
      colorOf,
      scale: RATIO * pixel,
    },
  });
  context.drawImage(plot, 0, 0, width, height);
  drawWords(context, data, options, { colorOf, font });
}

function drawWords(
  context: CanvasRenderingContext2D,
  data: ChartData,
  { topic, title, source }: PictureOptions,
  { colorOf, font }: Pick<PlotStyle, "colorOf" | "font">,
): void {
  const room = PNG_SIZE.width - 80;
  context.fillStyle = colorOf("ink");
  context.font = `600 40px ${font}`;
  context.fillText(`${topic}: ${title}`, 40, 64, room);
  context.fillStyle = colorOf("muted");
  context.font = `24px ${font}`;
  context.fillText(data.axis.span, 40, 104, room);
  const origin = `Freshet · source: ${sourceNames(source)}`;
  context.fillText(origin, 40, PNG_SIZE.height - 32, room);
}
