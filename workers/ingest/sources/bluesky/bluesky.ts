import { setTimeout as delay } from "node:timers/promises";
import { createEventQueue, type EventQueueOptions } from "../event_queue.ts";
import type { Source, SourceEvent } from "../source.ts";
import {
  type BlueskyWaits,
  type Ended,
  explainRefusal,
  openConnection,
  PUBLIC_HOSTS,
  subscribeUrl,
  WAITS,
} from "./connection.ts";
import { createReceiver } from "./messages.ts";
import { createResume, type Resume } from "./resume.ts";

/** Options for {@linkcode blueskySource}. */
export interface BlueskyOptions {
  /** `host[:port]`s to try, in this order, over and over. @default the public instances */
  readonly hosts?: readonly string[];
  /** @default what suits the public instances */
  readonly waits?: Partial<BlueskyWaits>;
  /** What may wait for its reader; if it is more, the rest is asked for later. */
  readonly queue?: EventQueueOptions;
}

/**
 * All posts of Bluesky, from instances of Jetstream. A position is an instance
 * and a time by its clock; what lies shortly before it comes once more.
 */
export function blueskySource(options: BlueskyOptions = {}): Source {
  const { hosts = PUBLIC_HOSTS, queue = {} } = options;
  const waits = { ...WAITS, ...options.waits };
  return {
    name: "bluesky",
    key: "bluesky:",
    read: (position, signal) => read(position, signal, { hosts, waits, queue }),
  };
}

type Settings = Required<Omit<BlueskyOptions, "waits">> & {
  readonly waits: BlueskyWaits;
};

/** What one connection leaves for the next. */
interface Past {
  readonly resume: Resume;
  /** When something was heard last, or the source began. */
  heardMs: number;
  /** Whether a connection was live yet. */
  isBegun: boolean;
  downSinceMs: number | null;
}

async function* read(
  position: string | null,
  signal: AbortSignal,
  settings: Settings,
): AsyncGenerator<SourceEvent> {
  const { hosts, waits } = settings;
  const resume = createResume(position, hosts, waits);
  const past: Past = {
    resume,
    heardMs: Date.now(),
    isBegun: false,
    downSinceMs: null,
  };
  while (!signal.aborted) {
    const { host } = resume.target();
    const { ended, wasSteady } = yield* readOnce(past, signal, settings);
    if (signal.aborted) return;
    if (ended.cause === "stopped") continue; // it was full, and is not any more
    const retryMs = resume.fail(ended, wasSteady);
    if (resume.giveUp(ended)) yield rejectPoison(ended);
    const atMs = past.downSinceMs ??= past.heardMs;
    yield { kind: "down", atMs, why: `${host}: ${ended.why}`, retryMs };
    await delay(retryMs, undefined, { signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** Reads one connection to its end. */
async function* readOnce(
  past: Past,
  signal: AbortSignal,
  { waits, queue: bounds }: Settings,
): AsyncGenerator<SourceEvent, { ended: Ended; wasSteady: boolean }> {
  const { host, cursor } = past.resume.target();
  const queue = createEventQueue<SourceEvent>(bounds);
  const stop = new AbortController();
  const onFull = () => stop.abort();
  const receiver = createReceiver(host, queue, { ...past, onFull });
  const connecting = connect(host, cursor, {
    waits,
    signal: AbortSignal.any([signal, stop.signal]),
    onMessage: receiver.take,
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
  const { heardMs, liveMs, complaint } = receiver.report();
  past.heardMs = heardMs ?? past.heardMs;
  if (liveMs !== null) [past.isBegun, past.downSinceMs] = [true, null];
  const wasSteady = liveMs !== null && past.heardMs - liveMs >= waits.steadyMs;
  const { cause, why } = await connecting;
  const words = complaint === null ? why : `${complaint} (${why})`;
  return { ended: { cause, why: words }, wasSteady };
}

async function connect(
  host: string,
  cursor: number | null,
  options: Parameters<typeof openConnection>[1],
): Promise<Ended> {
  const ended = await openConnection(await subscribeUrl(host, cursor), options);
  if (ended.cause !== "refused") return ended;
  const why = await explainRefusal(host, ended.why, options.signal);
  return { ...ended, why };
}

function rejectPoison({ why }: Ended): SourceEvent {
  return {
    kind: "rejected",
    reason: "malformed",
    detail: `The connection breaks at this message each time: ${why}`,
    head: new Uint8Array(),
    position: null,
  };
}
