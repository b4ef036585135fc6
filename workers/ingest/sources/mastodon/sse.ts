import { headOf } from "../live/head_of.ts";
import { type Frame, MAX_EVENT } from "./frame.ts";

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
