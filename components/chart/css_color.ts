/** What to write for a color of a chart: a color of the style sheet, or one that was written out. */
export function cssColor(color: string): string {
  return color.startsWith("#") ? color : `var(--${color})`;
}
