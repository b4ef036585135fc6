import type { SourceEvent } from "../../source.ts";
import type { EventQueue } from "../live/event_queue.ts";
import { readMessage } from "./read_message.ts";
import type { Resume } from "./resume.ts";
import type { BlueskyWaits } from "./waits.ts";

/** What became of a connection, as far as its messages tell. */
export interface Report {
  /** When the last message came; null: none did. */
  readonly heardAtMs: number | null;
  readonly isLive: boolean;
  /** Whether it was a good one. */
  readonly wasSteady: boolean;
  /** What the server said before it went. */
  readonly complaint: string | null;
}

/** Takes the messages of one connection. */
export interface Receiver {
  take(data: string | ArrayBuffer): void;
  report(waits: Pick<BlueskyWaits, "steadyMs">): Report;
}

/** What was before the connection. */
export interface Before {
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
  resume: Resume,
  queue: EventQueue<SourceEvent>,
  { isBegun, downSinceMs, onFull }: Before,
): Receiver {
  let heardAtMs: number | null = null;
  let liveAtMs: number | null = null;
  let complaint: string | null = null;
  let isFull = false;

  function begin(timeUs: number, nowMs: number): void {
    liveAtMs = nowMs;
    const detail = `connected to ${host}`;
    const missing = resume.missingBefore(host, timeUs);
    if (missing !== null) {
      const { fromMs: atMs, toMs } = missing;
      const why = `${host}: keeps nothing from before ${timeOf(toMs)}`;
      queue.push({ kind: "down", atMs, why, retryMs: 0 }, 0);
      const endMs = Math.max(toMs, downSinceMs ?? toMs);
      queue.push({ kind: "live", atMs: endMs, detail, recovered: false }, 0);
    } else if (!isBegun || downSinceMs !== null) {
      const hasPlace = resume.target().cursor !== null;
      const recovered = hasPlace || (downSinceMs === null && !resume.isLost);
      queue.push({ kind: "live", atMs: nowMs, detail, recovered }, 0);
    }
  }

  return {
    take(data) {
      if (isFull) return;
      const nowMs = Date.now();
      heardAtMs = nowMs;
      const message = readMessage(data, host, nowMs);
      const { timeUs, event } = message;
      complaint = message.complaint ?? complaint;
      if (timeUs !== null && liveAtMs === null) begin(timeUs, nowMs);
      if (event !== null) {
        const isBad = event.kind === "rejected";
        const size = typeof data === "string" ? data.length : data.byteLength;
        const bytes = isBad ? event.head.length : size;
        isFull = !queue.push(event, bytes);
        if (isFull) return onFull();
      }
      if (timeUs !== null) resume.move(host, timeUs);
    },
    report({ steadyMs }) {
      const isLive = liveAtMs !== null;
      const stoodMs = isLive ? heardAtMs! - liveAtMs! : 0;
      const wasSteady = isLive && stoodMs >= steadyMs;
      return { heardAtMs, isLive, wasSteady, complaint };
    },
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
