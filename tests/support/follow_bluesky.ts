import type { SourceEvent } from "../../workers/ingest/source.ts";
import {
  type BlueskyOptions,
  blueskySource,
} from "../../workers/ingest/sources/bluesky/bluesky_source.ts";
import { retryUntil } from "./retry_until.ts";

/** The waits of a source that is watched, scaled down. */
export const QUICK = {
  openMs: 400,
  silenceMs: 600,
  closeMs: 100,
  retryMs: 20,
  maxRetryMs: 100,
  steadyMs: 200,
};

/** A source that is being read. */
export interface Followed extends AsyncDisposable {
  readonly events: readonly SourceEvent[];
  /** Events of one kind. */
  only<K extends SourceEvent["kind"]>(
    kind: K,
  ): Extract<SourceEvent, { kind: K }>[];
  /** Ids of the posts, each once. */
  ids(): Set<string>;
  /** Waits until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Stops reading; answers how long that took, in ms. */
  stop(): Promise<number>;
}

/** Options for {@linkcode followBluesky}. */
export interface FollowOptions extends BlueskyOptions {
  readonly position?: string | null;
  /** Awaited with each event. */
  readonly onEvent?: () => Promise<void>;
}

/** Reads from instances on this machine until it goes out of scope. */
export function followBluesky(
  hosts: readonly string[],
  options: FollowOptions = {},
): Followed {
  const { position = null, onEvent, waits, ...rest } = options;
  const source = blueskySource({
    hosts,
    waits: { ...QUICK, ...waits },
    ...rest,
  });
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  const reading = (async () => {
    for await (const event of source.read(position, stop.signal)) {
      events.push(event);
      await onEvent?.();
    }
  })();

  const followed: Followed = {
    events,
    only: (kind) =>
      events.filter((e): e is Extract<SourceEvent, { kind: typeof kind }> =>
        e.kind === kind
      ),
    ids: () => new Set(followed.only("post").map(({ post }) => post.id)),
    until: (what, holds) =>
      retryUntil(() =>
        holds() ? Promise.resolve() : Promise.reject(
          new Error(
            `${what}: not so; ${events.length} events, the last: ${
              JSON.stringify(events.slice(-3))
            }`,
          ),
        ), { pauseMs: 5 }),
    async stop() {
      const startMs = performance.now();
      stop.abort();
      await reading;
      return performance.now() - startMs;
    },
    [Symbol.asyncDispose]: async () => void await followed.stop(),
  };
  return followed;
}
