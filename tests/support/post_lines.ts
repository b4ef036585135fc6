/** When the first of {@linkcode postLines} was written. */
export const START = Date.UTC(2014, 0, 1);

/** A line of a post, written so many milliseconds after {@linkcode START}. */
export function postLine(id: number | string, afterMs = 0): string {
  const created_at = new Date(START + afterMs).toISOString();
  return JSON.stringify({ id, text: `post ${id} 😀`, created_at, lang: "en" });
}

/** Posts one millisecond apart. */
export function postLines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => postLine(i, i));
}
