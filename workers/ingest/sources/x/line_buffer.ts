import type { Line } from "../lines.ts";

const LINE_FEED = 10;

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
