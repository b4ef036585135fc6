/**
 * Cuts bytes into lines as they come. Holds at most `maxBytes` of a line,
 * however long it is; what follows the last line feed waits for more.
 */
export class LineBuffer {
  readonly #maxBytes: number;
  readonly #held: Uint8Array;
  #kept = 0;
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#held = new Uint8Array(maxBytes);
  }

  /** The lines that end in a chunk. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (
      let end = chunk.indexOf(LINE_FEED);
      end >= 0;
      end = chunk.indexOf(LINE_FEED, start)
    ) {
      this.#keep(chunk.subarray(start, end));
      lines.push({
        bytes: this.#held.slice(0, this.#kept),
        size: this.#size,
      });
      this.#kept = this.#size = 0;
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  #keep(bytes: Uint8Array): void {
    const part = bytes.subarray(0, this.#maxBytes - this.#kept);
    this.#held.set(part, this.#kept);
    this.#kept += part.length;
    this.#size += bytes.length;
  }
}

/** A line of a stream of bytes, without its line feed. */
export interface Line {
  /** The line, or its first bytes if it is longer than allowed. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole line. */
  readonly size: number;
}

const LINE_FEED = 10;

/**
 * Splits bytes at line feeds. A last line without one counts too. At most
 * `maxBytes` of a line are held in memory, however long it is.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let kept = 0;

  function keep(bytes: Uint8Array): void {
    const part = bytes.subarray(0, maxBytes - kept);
    if (part.length > 0) parts.push(part);
    kept += part.length;
    size += bytes.length;
  }
  function finish(): Line {
    const line = { bytes: parts.length === 1 ? parts[0]! : join(parts), size };
    parts = [];
    size = kept = 0;
    return line;
  }

  for await (const chunk of chunks) {
    let start = 0;
    for (
      let end = chunk.indexOf(LINE_FEED);
      end >= 0;
      end = chunk.indexOf(LINE_FEED, start)
    ) {
      keep(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (size > 0) yield finish();
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
