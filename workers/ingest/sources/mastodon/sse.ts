import { headOf } from "../post_fields.ts";
import {
  ask,
  type Asking,
  bodyReader,
  ConnectionError,
  listen,
  refusalOf,
} from "./http.ts";

/** Answers of a server that streams, if at all, in another way. */
const OTHERWISE: ReadonlySet<number> = new Set([400, 404, 405, 406, 426, 501]);

/**
 * Opens the public timeline as server-sent events; null if the server does not
 * offer that. What nobody reads stays with the server.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openSse(
  base: string,
  asking: Asking,
): Promise<FrameStream | null> {
  const { host } = new URL(base);
  const url = `${base}/api/v1/streaming/public`;
  const response = await ask(url, "text/event-stream", asking);
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && /^text\/event-stream\b/i.test(type) && response.body) {
    const reader = bodyReader(response.body, asking.signal);
    return {
      [Symbol.asyncIterator]: () => framesOf(reader, host, asking),
      // What is broken already need not be closed.
      [Symbol.asyncDispose]: () => reader.cancel().catch(() => {}),
    };
  }
  if (response.ok || OTHERWISE.has(response.status)) {
    await response.body?.cancel();
    return null;
  }
  throw await refusalOf(response, host, asking);
}

async function* framesOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  host: string,
  { waits }: Asking,
): AsyncGenerator<Frame> {
  const parser = createSseParser();
  while (true) {
    const { value } = await listen(reader.read(), host, waits.silenceMs);
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

/** Reads server-sent events from pieces of a stream, cut anywhere. Remembers at most one event of 64 KiB. */
interface SseParser {
  /** The events that end in this piece. */
  push(piece: Uint8Array): Frame[];
}

/** Begins a stream. */
export function createSseParser(): SseParser {
  const block = createBlock();

  return {
    push(piece) {
      const frames: Frame[] = [];
      let at = 0;
      while (at < piece.length) {
        const end = piece.indexOf(LINE_FEED, at);
        block.add(piece.subarray(at, end < 0 ? undefined : end));
        if (end < 0) break;
        const frame = block.endLine();
        if (frame) frames.push(frame);
        at = end + 1;
      }
      return frames;
    },
  };
}

/** The lines up to an empty one, without comments. */
function createBlock() {
  /** As much of the block as is allowed. */
  let bytes = new Uint8Array(1_024);
  let kept = 0;
  let size = 0;
  /** `kept` and `size` where the line began. */
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
    return isTooLarge ? tooLarge(whole) : toFrame(decoder.decode(whole));
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

function tooLarge(head: Uint8Array): Frame {
  const detail = `the event is larger than ${MAX_EVENT} bytes`;
  return { kind: "rejected", reason: "oversize", detail, head: headOf(head) };
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

/** What comes out of a stream, before its meaning is looked at. */
export type Frame =
  | { kind: "event"; event: string; data: string }
  /** Nothing that this stream should hold. */
  | {
    kind: "rejected";
    reason: "malformed" | "oversize";
    detail: string;
    head: Uint8Array;
  };

/** The largest event that is read, in bytes. */
export const MAX_EVENT = 65_536;

/** A stream that is open until it is disposed of. */
export type FrameStream = AsyncIterable<Frame> & AsyncDisposable;
