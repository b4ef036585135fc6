import { ConnectionError, keepConnected } from "../connection.ts";
import { reject } from "../post_fields.ts";
import type { Source, SourceEvent } from "../source.ts";
import {
  openInstance,
  PUBLIC_HOSTS,
  TIMEOUTS,
  type Timeouts,
} from "./connection.ts";
import type { HandleKeeper } from "./handles.ts";
import { readMessage } from "./messages.ts";
import { Progress } from "./progress.ts";

/** Options for {@linkcode blueskySource}. */
export interface BlueskyOptions {
  /** `host[:port]`s to try, in this order, over and over. @default the public instances */
  readonly hosts?: readonly string[];
  /** Learns the handles of authors. @default none: authors are DIDs */
  readonly handles?: HandleKeeper;
  /** @default what suits the public instances */
  readonly timeouts?: Partial<Timeouts>;
}

/**
 * All posts of Bluesky, from instances of Jetstream. A position is an instance
 * and a time of its clock; posts from shortly before it come twice.
 */
export function blueskySource(options: BlueskyOptions = {}): Source {
  const { hosts = PUBLIC_HOSTS, handles } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  return {
    name: "bluesky",
    key: "bluesky:",
    async *read(position, signal) {
      const progress = new Progress(position, hosts, timeouts);
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      await handles?.load().catch(() => {}); // it is tried again
      const running = handles?.run(either);
      try {
        const events = keepConnected(
          (signal) => readInstance(progress, timeouts, signal, handles),
          timeouts,
          signal,
        );
        for await (const event of events) yield withNames(event, handles);
      } finally {
        stop.abort();
        await running;
      }
    },
    ...(handles && {
      onMatched({ author, entities }) {
        const mentioned = entities?.mentions ?? [];
        const dids = mentioned.filter((name) => name.startsWith("did:"));
        for (const did of [author ?? [], dids].flat()) handles.want(did);
      },
    }),
  };
}

/** A post with the handles of its author and of those whom it mentions by their DIDs. */
function withNames(event: SourceEvent, handles?: HandleKeeper): SourceEvent {
  if (!handles || !("post" in event) || event.post.author === null) {
    return event;
  }
  const { post } = event;
  const { mentions } = post.entities ?? {};
  const alias = handles.handleOf(post.author!);
  const entities = mentions && {
    ...post.entities,
    mentions: mentions.map((name) => handles.handleOf(name) ?? name),
  };
  return {
    ...event,
    post: { ...post, ...(alias && { alias }), ...(entities && { entities }) },
  };
}

/** Reads an instance from where the last one ended. */
async function* readInstance(
  progress: Progress,
  timeouts: Timeouts,
  signal: AbortSignal,
  handles?: HandleKeeper,
): AsyncGenerator<SourceEvent, void> {
  const { host, cursor } = progress.target();
  let liveMs = Infinity;
  let complaint: string | undefined;
  try {
    await using messages = await openInstance(host, {
      cursor,
      timeouts,
      signal,
    });
    for await (const data of messages) {
      const message = readMessage(data, host, Date.now());
      const { timeUs, event, identity } = message;
      const nowMs = Date.now();
      const seenMs = Math.min(nowMs, Math.floor((timeUs ?? Infinity) / 1_000));
      if (identity?.handle) {
        handles?.hear(identity.did, identity.handle, seenMs);
      } else if (identity) handles?.forget(identity.did);
      complaint = message.complaint ?? complaint;
      if (timeUs !== null && liveMs === Infinity) {
        liveMs = performance.now();
        yield* reportLive(progress, host, timeUs);
      }
      if (event !== null) yield event;
      if (timeUs !== null) progress.advance(host, timeUs);
    }
  } catch (error) {
    if (!(error instanceof ConnectionError) || signal.aborted) throw error;
    const { message, silentMs } = error;
    const stoodMs = performance.now() - liveMs - silentMs;
    progress.fail(error, stoodMs >= timeouts.steadyMs);
    if (progress.skipPoison(error)) {
      const detail =
        `The connection breaks at this message each time: ${message}`;
      yield reject("", "malformed", detail);
    }
    if (complaint === undefined) throw error;
    const reason = `${host}: ${complaint} (${message})`;
    throw new ConnectionError(reason, { cause: error, silentMs });
  }
}

function* reportLive(
  progress: Progress,
  host: string,
  timeUs: number,
): Generator<SourceEvent> {
  const detail = `connected to ${host}`;
  const missing = progress.missingBefore(host, timeUs);
  if (missing === null) {
    const recovered = !progress.isLost;
    yield { kind: "live", atMs: Date.now(), detail, recovered };
    return;
  }
  const { fromMs, toMs } = missing;
  const from = new Date(toMs).toISOString();
  const why = `${host} has no messages from before ${from}`;
  yield { kind: "down", atMs: fromMs, why, retryMs: 0 };
  yield { kind: "live", atMs: toMs, detail, recovered: false };
}
