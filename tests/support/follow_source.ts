import { retryUntil } from "./waiting.ts";
import type {
  Source,
  SourceEvent,
} from "../../workers/ingest/sources/source.ts";

/** A source that is being read. */
export interface FollowedSource extends AsyncDisposable {
  readonly events: readonly SourceEvent[];
  /** Events of one kind. */
  only<K extends SourceEvent["kind"]>(
    kind: K,
  ): Extract<SourceEvent, { kind: K }>[];
  /** Ids of the posts, in their order. */
  ids(): string[];
  /** Texts of the posts, in their order. */
  texts(): string[];
  /** Waits until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Stops reading; answers how long that took, in milliseconds. */
  stop(): Promise<number>;
}

/** Options for {@linkcode followSource}. */
export interface FollowSourceOptions {
  /** @default {null} */
  readonly position?: string | null;
  /** Awaited with each event. */
  readonly onEvent?: (event: SourceEvent) => Promise<void> | undefined;
}

/** Reads a source until it goes out of scope. */
export function followSource(
  source: Source,
  { position = null, onEvent }: FollowSourceOptions = {},
): FollowedSource {
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  const reading = (async () => {
    for await (const event of source.read(position, stop.signal)) {
      events.push(event);
      await onEvent?.(event);
    }
  })();
  reading.catch(() => {}); // awaited when it stops

  const followed: FollowedSource = {
    events,
    only: (kind) =>
      events.filter((event): event is Extract<SourceEvent, {
        kind: typeof kind;
      }> => event.kind === kind),
    ids: () => followed.only("post").map(({ post }) => post.id),
    texts: () => followed.only("post").map(({ post }) => post.text),
    until: (what, holds) =>
      retryUntil(() => {
        const last = JSON.stringify(events.slice(-3));
        const why = `not so: ${what}; the last of ${events.length}: ${last}`;
        return holds() ? Promise.resolve() : Promise.reject(new Error(why));
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
