import type { SourceEvent } from "../../workers/ingest/source.ts";
import {
  type MastodonOptions,
  mastodonSource,
} from "../../workers/ingest/sources/mastodon/mastodon_source.ts";
import { retryUntil } from "./retry_until.ts";

/** The waits of a source that is watched, scaled down. */
export const QUICK_WAITS = {
  silenceMs: 2_000,
  answerMs: 1_000,
  leastRetryMs: 10,
  mostRetryMs: 100,
  steadyMs: 50,
  rewindMs: 15_000,
};

/** A source that is being read. */
export interface FollowedMastodon extends AsyncDisposable {
  readonly events: readonly SourceEvent[];
  /** Events of one kind. */
  only<K extends SourceEvent["kind"]>(
    kind: K,
  ): Extract<SourceEvent, { kind: K }>[];
  /** Texts of the posts, in their order. */
  texts(): string[];
  /** Waits until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Stops reading; how long that took, in ms. */
  stop(): Promise<number>;
}

/** Options for {@linkcode followMastodon}. */
export interface FollowMastodonOptions
  extends Partial<Omit<MastodonOptions, "host">> {
  /** @default {null} */
  readonly position?: string | null;
  /** Awaited with each event. */
  readonly onEvent?: (event: SourceEvent) => Promise<void>;
}

/** Reads from a server on this machine until it goes out of scope. */
export function followMastodon(
  host: string,
  options: FollowMastodonOptions = {},
): FollowedMastodon {
  const { position = null, onEvent, waits, token = "a-token", ...rest } =
    options;
  const source = mastodonSource({
    host,
    token,
    waits: { ...QUICK_WAITS, ...waits },
    ...rest,
  });
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  const reading = (async () => {
    for await (const event of source.read(position, stop.signal)) {
      events.push(event);
      await onEvent?.(event);
    }
  })();

  const followed: FollowedMastodon = {
    events,
    only: (kind) =>
      events.filter((e): e is Extract<SourceEvent, { kind: typeof kind }> =>
        e.kind === kind
      ),
    texts: () => followed.only("post").map(({ post }) => post.text),
    until: (what, holds) =>
      retryUntil(async () => {
        if (holds()) return await Promise.resolve();
        const last = JSON.stringify(events.slice(-3));
        throw new Error(
          `not so: ${what}; the last of ${events.length}: ${last}`,
        );
      }, { pauseMs: 5, timeoutMs: 10_000 }),
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
