import type { SourceEvent } from "../source.ts";
import { compareIds } from "./statuses.ts";

/** A feed that is read for as long as `signal` does not abort. */
interface MergedFeed {
  readonly name: string;
  readonly read: (signal: AbortSignal) => AsyncIterable<SourceEvent>;
}

/**
 * Reads feeds side by side as if they were one, which is live while all of them
 * are. Until then its position stays where it was: what one feed missed may be older
 * than what another has reached.
 */
export async function* mergeFeeds(
  feeds: readonly MergedFeed[],
  start: string | null,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const { readable, writable } = new TransformStream<
    { name: string; event: SourceEvent },
    { name: string; event: SourceEvent }
  >();
  const writer = writable.getWriter();
  const pump = async ({ name, read }: MergedFeed) => {
    for await (const event of read(either)) {
      await writer.write({ name, event });
    }
  };
  const pumps = Promise.all(feeds.map(pump))
    .then(() => writer.close(), (error) => writer.abort(error));
  pumps.catch(() => {}); // the reader has left
  const group = new Group(feeds.length, start);
  try {
    for await (const { name, event } of readable) {
      const merged = group.merge(name, event);
      if (merged) yield merged;
    }
  } finally {
    stop.abort();
    await pumps.catch(() => {}); // reported by the reader
  }
}

/** What is known of the feeds together. */
class Group {
  readonly #size: number;
  readonly #live = new Set<string>();
  #recovered = true;
  /** The position of all feeds, and the newest of any. */
  #reached: string | null;
  #newest: string | null;

  constructor(size: number, start: string | null) {
    this.#size = size;
    this.#reached = this.#newest = start;
  }

  merge(name: string, event: SourceEvent): SourceEvent | null {
    if ("position" in event) {
      this.#advance(event.position);
      return { ...event, position: this.#reached };
    }
    if (event.kind === "notice") return event;
    if (event.kind === "down") {
      this.#live.delete(name);
      return { ...event, why: `${name}: ${event.why}` };
    }
    this.#live.add(name);
    this.#recovered &&= event.recovered;
    if (this.#live.size < this.#size) return null;
    const recovered = this.#recovered;
    this.#recovered = true;
    this.#advance(null);
    const detail = `${event.detail}, ${[...this.#live].join(" ")}`;
    return { ...event, recovered, detail };
  }

  #advance(position: string | null): void {
    const isNewer = position !== null &&
      (this.#newest === null || compareIds(position, this.#newest) > 0);
    if (isNewer) this.#newest = position;
    if (this.#live.size === this.#size) this.#reached = this.#newest;
  }
}
