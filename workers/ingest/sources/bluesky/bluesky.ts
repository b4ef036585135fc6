import { sleep } from "../../../../domain/time/retry.ts";
import {
  createEventQueue,
  type EventQueue,
  type EventQueueOptions,
} from "../event_queue.ts";
import type { Source, SourceEvent } from "../source.ts";
import {
  type CloseReason,
  PUBLIC_HOSTS,
  readInstance,
  TIMEOUTS,
  type Timeouts,
} from "./connection.ts";
import { readMessage } from "./messages.ts";
import { createProgress, type Missing, type Progress } from "./progress.ts";

/** Options for {@linkcode blueskySource}. */
export interface BlueskyOptions {
  /** `host[:port]`s to try, in this order, over and over. @default the public instances */
  readonly hosts?: readonly string[];
  /** @default what suits the public instances */
  readonly timeouts?: Partial<Timeouts>;
  /** Bounds of the events that wait for the reader; when it is full, the rest is requested later. */
  readonly queue?: EventQueueOptions;
}

/**
 * All posts of Bluesky, from instances of Jetstream. A position is an instance
 * and a time of its clock; posts from shortly before it come twice.
 */
export function blueskySource(options: BlueskyOptions = {}): Source {
  const { hosts = PUBLIC_HOSTS, queue = {} } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  return {
    name: "bluesky",
    key: "bluesky:",
    read: (position, signal) =>
      read(position, signal, { hosts, timeouts, queue }),
  };
}

type Settings = Required<Omit<BlueskyOptions, "timeouts">> & {
  readonly timeouts: Timeouts;
};

/** What one connection leaves for the next. */
interface History {
  readonly progress: Progress;
  /** The time of the last message, or of the start. */
  heardMs: number;
  /** Whether any connection was live. */
  wasLive: boolean;
  /** Since when the source is down; null: it is not. */
  downSinceMs: number | null;
}

async function* read(
  position: string | null,
  signal: AbortSignal,
  settings: Settings,
): AsyncGenerator<SourceEvent> {
  const { hosts, timeouts } = settings;
  const progress = createProgress(position, hosts, timeouts);
  const history: History = {
    progress,
    heardMs: Date.now(),
    wasLive: false,
    downSinceMs: null,
  };
  while (!signal.aborted) {
    const { host } = progress.target();
    const { closed, wasSteady } = yield* readOnce(history, signal, settings);
    if (signal.aborted) return;
    if (closed.cause === "stopped") continue; // the queue was full, and is read now
    const retryMs = progress.fail(closed, wasSteady);
    if (progress.skipPoison(closed)) yield rejectPoison(closed);
    const atMs = history.downSinceMs ??= history.heardMs;
    yield { kind: "down", atMs, why: `${host}: ${closed.reason}`, retryMs };
    await sleep(retryMs, signal);
  }
}

function rejectPoison({ reason }: CloseReason): SourceEvent {
  return {
    kind: "rejected",
    reason: "malformed",
    detail: `The connection breaks at this message each time: ${reason}`,
    head: new Uint8Array(),
    position: null,
  };
}

/** Reads one connection to its end. */
async function* readOnce(
  history: History,
  signal: AbortSignal,
  { timeouts, queue: bounds }: Settings,
): AsyncGenerator<SourceEvent, { closed: CloseReason; wasSteady: boolean }> {
  const { host, cursor } = history.progress.target();
  const queue = createEventQueue<SourceEvent>(bounds);
  const stop = new AbortController();
  const handler = createMessageHandler(host, queue, history);
  const connecting = readInstance(host, cursor, {
    timeouts,
    signal: AbortSignal.any([signal, stop.signal]),
    onMessage: (data) => {
      if (!handler.take(data)) stop.abort();
    },
  }).finally(() => queue.end());
  try {
    for await (const event of queue) {
      if (signal.aborted) break;
      yield event;
    }
  } finally {
    stop.abort();
    await connecting;
  }
  const { heardMs, liveMs, complaint } = handler.outcome();
  history.heardMs = heardMs ?? history.heardMs;
  if (liveMs !== null) [history.wasLive, history.downSinceMs] = [true, null];
  const wasSteady = liveMs !== null &&
    history.heardMs - liveMs >= timeouts.steadyMs;
  const { cause, reason } = await connecting;
  const why = complaint === null ? reason : `${complaint} (${reason})`;
  return { closed: { cause, reason: why }, wasSteady };
}

/** What the messages of a connection showed. */
interface Outcome {
  /** The time of the last message; null: there was none. */
  readonly heardMs: number | null;
  /** The time of the first message with a time of the instance. */
  readonly liveMs: number | null;
  /** The server's error message. */
  readonly complaint: string | null;
}

/** Handles the messages of one connection. */
interface MessageHandler {
  /** False if the queue is full. */
  take(data: string | ArrayBuffer): boolean;
  outcome(): Outcome;
}

/** Puts the events of messages into a queue, after the source's status. */
function createMessageHandler(
  host: string,
  queue: EventQueue<SourceEvent>,
  { progress, wasLive, downSinceMs }: Readonly<History>,
): MessageHandler {
  let heardMs: number | null = null;
  let liveMs: number | null = null;
  let complaint: string | null = null;
  let isFull = false;

  function reportMissing({ fromMs, toMs }: Missing, detail: string): void {
    const from = new Date(toMs).toISOString();
    const why = `${host}: has no messages from before ${from}`;
    queue.push({ kind: "down", atMs: fromMs, why, retryMs: 0 }, 0);
    const atMs = Math.max(toMs, downSinceMs ?? toMs);
    queue.push({ kind: "live", atMs, detail, recovered: false }, 0);
  }

  function reportLive(timeUs: number, atMs: number): void {
    const detail = `connected to ${host}`;
    const missing = progress.missingBefore(host, timeUs);
    if (missing !== null) return reportMissing(missing, detail);
    if (wasLive && downSinceMs === null) return; // only the queue was full
    const recovered = progress.hasPosition ||
      (downSinceMs === null && !progress.isLost);
    queue.push({ kind: "live", atMs, detail, recovered }, 0);
  }

  return {
    take(data) {
      if (isFull) return false;
      const nowMs = heardMs = Date.now();
      const message = readMessage(data, host, nowMs);
      const { timeUs, event } = message;
      complaint = message.complaint ?? complaint;
      if (timeUs !== null && liveMs === null) {
        liveMs = nowMs;
        reportLive(timeUs, nowMs);
      }
      isFull = event !== null && !queue.push(event, sizeOfEvent(event, data));
      if (!isFull && timeUs !== null) progress.advance(host, timeUs);
      return !isFull;
    },
    outcome: () => ({ heardMs, liveMs, complaint }),
  };
}

/** About what an event holds in memory. */
function sizeOfEvent(event: SourceEvent, data: string | ArrayBuffer): number {
  if (event.kind === "rejected") return event.head.length;
  return typeof data === "string" ? data.length : data.byteLength;
}
