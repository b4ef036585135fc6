import { topicColor } from "./topic_color.ts";

/** The first color of the palette that is not in use; where all are, it begins again. */
export function freeColor(inUse: readonly string[]): string {
  const used = new Set(inUse.map((color) => color.toUpperCase()));
  for (let i = 0; i <= used.size; i++) {
    const color = topicColor(i);
    if (!used.has(color.toUpperCase())) return color;
  }
  return topicColor(inUse.length);
}
