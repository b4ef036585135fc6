import type { EventQueue } from "../event_queue.ts";
import type { SourceEvent } from "../source.ts";
import { readMessage } from "./messages.ts";
import type { Missing, Resume } from "./resume.ts";

/** What became of a connection, as far as its messages tell. */
export interface Report {
  /** When the last message came; null: none did. */
  readonly heardMs: number | null;
  /** When the first post or the like came. */
  readonly liveMs: number | null;
  /** What the server said before it went. */
  readonly complaint: string | null;
}

/** Takes the messages of one connection. */
export interface Receiver {
  take(data: string | ArrayBuffer): void;
  report(): Report;
}

/** What was before the connection. */
export interface Before {
  readonly resume: Resume;
  /** Whether an earlier connection was live. */
  readonly isBegun: boolean;
  /** Since when nothing came; null: nobody was told that. */
  readonly downSinceMs: number | null;
  /** The queue takes no more. */
  readonly onFull: () => void;
}

/** Reads messages into a queue, and says there when the first came. */
export function createReceiver(
  host: string,
  queue: EventQueue<SourceEvent>,
  { resume, isBegun, downSinceMs, onFull }: Before,
): Receiver {
  let heardMs: number | null = null;
  let liveMs: number | null = null;
  let complaint: string | null = null;
  let isFull = false;

  function tellMissing({ fromMs, toMs }: Missing, detail: string): void {
    const why = `${host}: keeps nothing from before ${timeOf(toMs)}`;
    queue.push({ kind: "down", atMs: fromMs, why, retryMs: 0 }, 0);
    const atMs = Math.max(toMs, downSinceMs ?? toMs);
    queue.push({ kind: "live", atMs, detail, recovered: false }, 0);
  }

  function begin(timeUs: number, atMs: number): void {
    const detail = `connected to ${host}`;
    const missing = resume.missingBefore(host, timeUs);
    if (missing !== null) return tellMissing(missing, detail);
    if (isBegun && downSinceMs === null) return; // only the queue was full
    const recovered = resume.hasPlace ||
      (downSinceMs === null && !resume.isLost);
    queue.push({ kind: "live", atMs, detail, recovered }, 0);
  }

  function take(data: string | ArrayBuffer): void {
    if (isFull) return;
    const nowMs = heardMs = Date.now();
    const message = readMessage(data, host, nowMs);
    const { timeUs, event } = message;
    complaint = message.complaint ?? complaint;
    if (timeUs !== null && liveMs === null) {
      liveMs = nowMs;
      begin(timeUs, nowMs);
    }
    if (event !== null) {
      isFull = !queue.push(event, sizeOfEvent(event, data));
      if (isFull) return onFull();
    }
    if (timeUs !== null) resume.move(host, timeUs);
  }

  return { take, report: () => ({ heardMs, liveMs, complaint }) };
}

/** About what an event holds on to. */
function sizeOfEvent(event: SourceEvent, data: string | ArrayBuffer): number {
  if (event.kind === "rejected") return event.head.length;
  return typeof data === "string" ? data.length : data.byteLength;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
