import { colorReader } from "./color_reader.ts";
import type { ChartData } from "./data.ts";
import { drawPicture, type PictureWords } from "./picture.ts";

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
