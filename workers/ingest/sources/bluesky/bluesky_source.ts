import { setTimeout as delay } from "node:timers/promises";
import type { Source, SourceEvent } from "../../source.ts";
import {
  createEventQueue,
  type EventQueueOptions,
} from "../live/event_queue.ts";
import { explainRefusal } from "./explain_refusal.ts";
import { type Ended, openConnection } from "./open_connection.ts";
import { PUBLIC_HOSTS } from "./public_hosts.ts";
import { createReceiver } from "./receiver.ts";
import { createResume } from "./resume.ts";
import { subscribeUrl } from "./subscribe_url.ts";
import { type BlueskyWaits, WAITS } from "./waits.ts";

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

async function* read(
  position: string | null,
  signal: AbortSignal,
  { hosts, waits, queue: bounds }: Settings,
): AsyncGenerator<SourceEvent> {
  const resume = createResume(position, hosts, waits);
  let heardMs = Date.now();
  let isBegun = false;
  let downSinceMs: number | null = null;

  while (!signal.aborted) {
    const { host, cursor } = resume.target();
    const queue = createEventQueue<SourceEvent>(bounds);
    const stop = new AbortController();
    const receiver = createReceiver(host, resume, queue, {
      isBegun,
      downSinceMs,
      onFull: () => stop.abort(),
    });
    const connecting = connect(host, cursor, {
      waits,
      signal: AbortSignal.any([signal, stop.signal]),
      onMessage: receiver.take,
    }).finally(() => queue.end());
    try {
      for await (const event of queue) {
        if (signal.aborted) return;
        yield event;
      }
    } finally {
      stop.abort();
      await connecting;
    }
    if (signal.aborted) return;

    const { heardAtMs, isLive, wasSteady, complaint } = receiver.report(waits);
    heardMs = heardAtMs ?? heardMs;
    if (isLive) [isBegun, downSinceMs] = [true, null];
    const ended = await connecting;
    if (ended.cause === "stopped") continue; // it was full, and is not any more
    downSinceMs ??= heardMs;
    const reason = complaint === null
      ? ended.why
      : `${complaint} (${ended.why})`;
    const retryMs = resume.fail(ended, wasSteady);
    if (resume.giveUp(ended)) yield rejectPoison(ended);
    yield {
      kind: "down",
      atMs: downSinceMs,
      why: `${host}: ${reason}`,
      retryMs,
    };
    await delay(retryMs, undefined, { signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
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
