/** What figures are drawn of, and how wide texts are. @module */

/** The value of a color of the style sheet, or of one written out. */
export type ColorOf = (name: string) => string;

/** Something to draw, in the units of a figure, 800 × 400. */
export type Shape = PathShape | TextShape;

/** A path, as the `d` of SVG has it. */
export interface PathShape {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[] | undefined;
  /** @default {1} */
  readonly opacity?: number;
}

/** A line of text on its baseline. */
export interface TextShape {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  /** @default {"start"} */
  readonly anchor?: "start" | "middle" | "end";
}

/** Sizes of texts and distances that parts of a figure share. */
export const SMALL = 11;
/** Height of a line of small text. */
export const LINE = 15;
export const MARGIN = 24;
/** Opacity of buckets that are still filling, and of bands. */
export const CURRENT = 0.5;
export const BAND = 0.2;
export const GAP_COLOR = "#ececec";
/** Where the scorer changed. */
export const BREAK_DASH = [3, 3];

/** The path of a box. */
export function boxPath(
  left: number,
  right: number,
  top: number,
  bottom: number,
) {
  return `M${left} ${top}H${round(right)}V${bottom}H${left}Z`;
}

/** The path of a circle. */
export function circlePath(x: number, y: number, r: number): string {
  return `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0` +
    `a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** Two digits are enough for a place. */
export function round(value: number): number {
  return Math.round(100 * value) / 100;
}

/** Width of text, about: an SVG cannot measure it. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! >= 0x2e80 ? 1 : 0.56;
  return width * size;
}

/** Breaks a text into lines of a width; what does not fit ends with `…`. */
export function wrapText(
  text: string,
  size: number,
  width: number,
  most: number,
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (textWidth(longer, size) <= width || !line) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line) lines.push(line);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown.push(`${shown.pop()} …`);
  return shown.map((line) => clipText(line, size, width));
}

function clipText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const chars = [...text];
  while (textWidth(chars.join("") + "…", size) > width) chars.pop();
  return chars.join("") + "…";
}
