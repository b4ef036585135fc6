import { Buffer, isUtf8 } from "node:buffer";
import { MAX_SIZE } from "./post_fields.ts";
import type { RejectReason } from "./source.ts";

/** A line of a stream of bytes, without its line feed. */
export interface Line {
  /** The line, or its first bytes if it is longer than allowed. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole line. */
  readonly size: number;
}

const LINE_FEED = 10;

/** Splits bytes at line feeds. Holds at most `maxBytes` of a line, however long it is. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #kept = 0;
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in a chunk. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (
      let end = chunk.indexOf(LINE_FEED);
      end >= 0;
      end = chunk.indexOf(LINE_FEED, start)
    ) {
      this.#keep(chunk.subarray(start, end));
      yield this.#finish();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** The last line, if it has no line feed. */
  *end(): Generator<Line> {
    if (this.#size > 0) yield this.#finish();
  }

  #keep(bytes: Uint8Array): void {
    const part = bytes.subarray(0, this.#maxBytes - this.#kept);
    if (part.length > 0) this.#parts.push(part);
    this.#kept += part.length;
    this.#size += bytes.length;
  }

  #finish(): Line {
    const bytes = this.#parts.length === 1
      ? this.#parts[0]!
      : concatenate(this.#parts, this.#kept);
    const line = { bytes, size: this.#size };
    this.#parts = [];
    this.#kept = this.#size = 0;
    return line;
  }
}

function concatenate(
  parts: readonly Uint8Array[],
  length: number,
): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Splits a whole stream; a last line without a line feed counts too. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line> {
  const splitter = new LineSplitter(maxBytes);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

/** Why a line is not a post. */
export interface Rejection {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** Reads a line of {@linkcode MAX_SIZE} at most as JSON; null if it is blank. */
export function parseJsonLine(
  line: Line,
  parse: (text: string) => unknown = JSON.parse,
): { value: unknown } | Rejection | null {
  return checkSize(line) ?? parseJsonBytes(line.bytes, parse);
}

/** Refuses a line that is longer than allowed. */
export function checkSize(
  { size }: Pick<Line, "size">,
  maxBytes: number = MAX_SIZE,
): Rejection | null {
  if (size <= maxBytes) return null;
  const detail = `The line has ${size} bytes, more than ${maxBytes}`;
  return { reason: "oversize", detail };
}

/** As a strict `TextDecoder` does, in a third of its time. */
function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new TypeError("The bytes are not UTF-8");
  const { buffer, byteOffset, length } = bytes;
  const text = Buffer.from(buffer, byteOffset, length).toString();
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Reads bytes as JSON; null if they are blank. */
export function parseJsonBytes(
  bytes: Uint8Array,
  parse: (text: string) => unknown = JSON.parse,
): { value: unknown } | Rejection | null {
  try {
    const text = decode(bytes);
    return text.trim() === "" ? null : { value: parse(text) };
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    if (!isJson && !(error instanceof TypeError)) throw error;
    const detail = isJson ? "The line is not JSON" : "The line is not UTF-8";
    return { reason: "malformed", detail };
  }
}
