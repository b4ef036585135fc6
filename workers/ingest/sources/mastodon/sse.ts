import { awaitPart, ConnectionError } from "../connection.ts";
import { headOf } from "../post_fields.ts";
import { bodyReader, readError, request, type RequestOptions } from "./http.ts";

/** An event of a stream, before its content is read. */
export type Frame =
  | { kind: "event"; event: string; data: string }
  /** Something that is not an event. */
  | {
    kind: "rejected";
    reason: "malformed" | "oversize";
    detail: string;
    head: Uint8Array;
  };

/** A stream that is open until it is disposed of. */
export type FrameStream = AsyncIterable<Frame> & AsyncDisposable;

/** The largest event that is read, in bytes. */
export const MAX_EVENT = 65_536;

/** Rejects an event that is larger than {@linkcode MAX_EVENT}. */
export function oversize(
  sent: string | Uint8Array,
): Extract<Frame, { kind: "rejected" }> {
  const detail = `the event is larger than ${MAX_EVENT} bytes`;
  return { kind: "rejected", reason: "oversize", detail, head: headOf(sent) };
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
 * Opens the public timeline as server-sent events; null if the server does not
 * offer that. Has back-pressure.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openSse(
  base: string,
  options: RequestOptions,
): Promise<FrameStream | null> {
  const { host } = new URL(base);
  const url = `${base}/api/v1/streaming/public`;
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
  const parser = createSseParser();
  while (true) {
    const { value } = await awaitPart(reader.read(), host, timeouts.silenceMs);
    if (value === undefined) {
      throw new ConnectionError(`${host} ended the stream`);
    }
    yield* parser.push(value);
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COLON = 58;
const LINE_END = Uint8Array.of(LINE_FEED);

const decoder = new TextDecoder();

/** Parses server-sent events from chunks. Holds at most one event of 64 KiB. */
interface SseParser {
  /** The events that end in this chunk. */
  push(chunk: Uint8Array): Frame[];
}

/** Creates a parser at the start of a stream. */
export function createSseParser(): SseParser {
  const block = createBlock();

  return {
    push(chunk) {
      const frames: Frame[] = [];
      let at = 0;
      while (at < chunk.length) {
        const end = chunk.indexOf(LINE_FEED, at);
        block.add(chunk.subarray(at, end < 0 ? undefined : end));
        if (end < 0) break;
        const frame = block.endLine();
        if (frame) frames.push(frame);
        at = end + 1;
      }
      return frames;
    },
  };
}

/** Collects lines up to an empty one, without comments. */
function createBlock() {
  /** The block, or its first {@linkcode MAX_EVENT} bytes. */
  let bytes = new Uint8Array(1_024);
  let kept = 0;
  let size = 0;
  /** `kept` and `size` at the start of the line. */
  let line = { kept, size };

  function keep(piece: Uint8Array): void {
    const fitting = piece.subarray(0, MAX_EVENT - kept);
    const needed = kept + fitting.length;
    if (needed > bytes.length) {
      const larger = new Uint8Array(Math.min(2 * needed, MAX_EVENT));
      larger.set(bytes.subarray(0, kept));
      bytes = larger;
    }
    bytes.set(fitting, kept);
    kept = needed;
    size += piece.length;
  }

  function take(): Frame | null {
    const whole = bytes.subarray(0, line.kept);
    const isTooLarge = line.size > MAX_EVENT;
    kept = size = 0;
    line = { kept, size };
    return isTooLarge ? oversize(whole) : toFrame(decoder.decode(whole));
  }

  return {
    add: keep,
    endLine(): Frame | null {
      const length = size - line.size;
      const isEmpty = length === 0 ||
        length === 1 && bytes[line.kept] === CARRIAGE_RETURN;
      if (isEmpty) return take();
      if (bytes[line.kept] === COLON && line.kept < MAX_EVENT) {
        ({ kept, size } = line);
      } else keep(LINE_END);
      line = { kept, size };
      return null;
    },
  };
}

/** Null for heartbeats and other comments. */
function toFrame(block: string): Frame | null {
  let event = "";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, name, value = ""] = /^([^:\r]*)(?:: ?([^\r]*))?/.exec(line)!;
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  if (data.length === 0) return null;
  return { kind: "event", event, data: data.join("\n") };
}
