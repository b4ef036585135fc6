import { awaitPart, ConnectionError } from "../connection.ts";
import { LineSplitter } from "../lines.ts";
import { MAX_SIZE, reject, type Rejected } from "../post_fields.ts";
import type { Feed } from "./feeds.ts";
import { bodyReader, readError, request, type RequestOptions } from "./http.ts";

/** An event of a stream, before its content is read. */
export type Frame =
  | { kind: "event"; event: string; data: string }
  | Rejected;

/** A stream that is open until it is disposed of. */
export type FrameStream = AsyncIterable<Frame> & AsyncDisposable;

/** Rejects an event that is larger than {@linkcode MAX_SIZE}. */
export function oversize(sent: string | Uint8Array): Rejected {
  return reject(sent, "oversize", `the event is larger than ${MAX_SIZE} bytes`);
}

/** Statuses of servers that do not stream as server-sent events. */
const NOT_OFFERED: ReadonlySet<number> = new Set([
  400,
  404,
  405,
  406,
  426,
  501,
]);

/**
 * Opens a feed as server-sent events; null if the server does not
 * offer that. Has back-pressure.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openSse(
  base: string,
  { stream }: Feed,
  options: RequestOptions,
): Promise<FrameStream | null> {
  const { host } = new URL(base);
  const url = `${base}/api/v1/streaming/${stream}`;
  const response = await request(url, "text/event-stream", options);
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && /^text\/event-stream\b/i.test(type) && response.body) {
    const reader = bodyReader(response.body, options.signal);
    return {
      [Symbol.asyncIterator]: () => framesOf(reader, host, options),
      [Symbol.asyncDispose]: () => reader.cancel().catch(() => {}), // broken already
    };
  }
  if (response.ok || NOT_OFFERED.has(response.status)) {
    await response.body?.cancel();
    return null;
  }
  throw await readError(response, host, options);
}

async function* framesOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  host: string,
  { timeouts }: RequestOptions,
): AsyncGenerator<Frame> {
  const parser = new SseParser();
  while (true) {
    const { value } = await awaitPart(reader.read(), host, timeouts.silenceMs);
    if (value === undefined) {
      throw new ConnectionError(`${host} ended the stream`);
    }
    yield* parser.push(value);
  }
}

const decoder = new TextDecoder();

/** Parses server-sent events from chunks. Holds little more than one event of 64 KiB. */
export class SseParser {
  readonly #splitter = new LineSplitter(MAX_SIZE);
  /** Lines of the event, without comments, as far as they fit. */
  #lines: string[] = [];
  #size = 0;

  /** The events that end in this chunk. */
  *push(chunk: Uint8Array): Generator<Frame> {
    for (const { bytes, size } of this.#splitter.push(chunk)) {
      const line = decoder.decode(bytes).replace(/\r$/, "");
      if (line === "") {
        const frame = this.#size > MAX_SIZE
          ? oversize(this.#lines.join("\n"))
          : toFrame(this.#lines);
        if (frame) yield frame;
        this.#lines = [];
        this.#size = 0;
      } else if (!line.startsWith(":")) {
        if (this.#size <= MAX_SIZE) this.#lines.push(line);
        this.#size += size + 1;
      }
    }
  }
}

/** Null for heartbeats and other comments. */
function toFrame(lines: readonly string[]): Frame | null {
  let event = "";
  const data: string[] = [];
  for (const line of lines) {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?/s.exec(line)!;
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  if (data.length === 0) return null;
  return { kind: "event", event, data: data.join("\n") };
}
