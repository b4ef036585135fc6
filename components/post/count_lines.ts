const LINE_FEED = 10;
const RETURN = 13;

/**
 * Passes an export on, and tells after each part how many lines have ended. Texts
 * hold no `\r`, so that one ends a line of CSV; one of NDJSON is ended by `\n`.
 */
export function countLines(
  format: "csv" | "ndjson",
  tell: (lines: number) => void,
): TransformStream<Uint8Array, Uint8Array> {
  const end = format === "csv" ? RETURN : LINE_FEED;
  let lines = 0;
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) if (byte === end) lines++;
      tell(lines);
      controller.enqueue(chunk);
    },
  });
}
