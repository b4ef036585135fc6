/** Most bytes that may wait for one viewer before it is evicted. */
const MAX_BACKLOG = 64 * 1024;

/** Limits the backlog of a stream of bytes to a viewer. */
export const BACKLOG: QueuingStrategy<Uint8Array> = {
  highWaterMark: MAX_BACKLOG,
  size: (bytes) => bytes!.byteLength,
};

/** Writes bytes to a viewer. */
export type Viewer = ReadableStreamDefaultController<Uint8Array>;

/** The topics that a viewer follows. Viewers of the same channel get the same bytes. */
export interface Channel {
  /** Unique for the topics. */
  readonly key: string;
  /** Slugs; null for all topics. */
  readonly slugs: readonly string[] | null;
}

/** The channel of some topics. @default all topics */
export function channelOf(slugs: readonly string[] | undefined): Channel {
  if (!slugs) return { key: "*", slugs: null };
  const sorted = [...new Set(slugs)].sort();
  return { key: sorted.join(","), slugs: sorted };
}

/** Encodes an event for a channel; null sends nothing. */
export type Encode = (channel: Channel) => Uint8Array | null;

/** All viewers that are up to date, by channel. */
export class Audience {
  readonly #rows = new Map<
    string,
    { readonly channel: Channel; readonly viewers: Set<Viewer> }
  >();
  readonly #onEvict: () => void;

  /** @param onEvict Called for each viewer that is evicted for reading too slowly. */
  constructor(onEvict: () => void) {
    this.#onEvict = onEvict;
  }

  add(viewer: Viewer, channel: Channel): void {
    const row = this.#rows.get(channel.key) ?? { channel, viewers: new Set() };
    row.viewers.add(viewer);
    this.#rows.set(channel.key, row);
  }

  remove(viewer: Viewer, channel: Channel): void {
    const row = this.#rows.get(channel.key);
    row?.viewers.delete(viewer);
    if (row?.viewers.size === 0) this.#rows.delete(channel.key);
  }

  /** Sends an event to all viewers; encodes it once per channel. */
  send(encode: Encode): void {
    for (const { channel, viewers } of [...this.#rows.values()]) {
      const bytes = encode(channel);
      if (!bytes) continue;
      for (const viewer of [...viewers]) {
        if ((viewer.desiredSize ?? 0) > 0) viewer.enqueue(bytes);
        else this.#evict(viewer, channel);
      }
    }
  }

  /** Closes all streams after their last bytes. */
  close(): void {
    for (const { viewers } of this.#rows.values()) {
      for (const viewer of viewers) viewer.close();
    }
    this.#rows.clear();
  }

  #evict(viewer: Viewer, channel: Channel): void {
    this.remove(viewer, channel);
    viewer.error(new Error("Reader too slow: reconnect with the last cursor"));
    this.#onEvict();
  }
}

/** The properties of an event besides its topics. */
interface TopicsHead {
  readonly cursor: string;
  readonly reset?: boolean;
  /** Whether the event has all topics. */
  readonly whole?: true;
}

/** Encodes an event about topics, each topic once; null for a channel that follows none of them. */
export function encodeTopics(
  name: "snapshot" | "tick",
  head: TopicsHead,
  topics: ReadonlyMap<string, unknown>,
): Encode {
  const encoded = new Map(Array.from(topics, ([slug, value]) => [
    slug,
    `${JSON.stringify(slug)}:${JSON.stringify(value)}`,
  ]));
  const start = JSON.stringify(head).slice(0, -1);
  return ({ slugs }) => {
    const own = (slugs ?? [...encoded.keys()])
      .map((slug) => encoded.get(slug))
      .filter((part) => part !== undefined);
    if (own.length === 0 && name === "tick" && !head.whole) return null;
    const json = `${start},"topics":{${own.join(",")}}}`;
    return encodeEvent(name, json, head.cursor);
  };
}

const encoder = new TextEncoder();

/**
 * Encodes one server-sent event.
 *
 * @param json One line: `JSON.stringify` escapes every line break.
 */
export function encodeEvent(
  name: "snapshot" | "tick" | "delete" | "drain",
  json: string,
  cursor?: string,
): Uint8Array {
  const id = cursor === undefined ? "" : `id: ${cursor}\n`;
  return encoder.encode(`event: ${name}\n${id}data: ${json}\n\n`);
}
