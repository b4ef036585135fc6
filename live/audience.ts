/** Bytes that may wait for one viewer before it is cut off. */
const MAX_BACKLOG = 64 * 1024;

/** What a stream of bytes to a viewer counts its backlog by. */
export const BACKLOG: QueuingStrategy<Uint8Array> = {
  highWaterMark: MAX_BACKLOG,
  size: (bytes) => bytes!.byteLength,
};

/** How bytes reach a viewer. */
export type Viewer = ReadableStreamDefaultController<Uint8Array>;

/** The topics that a viewer asked for. Whoever asks for the same gets the same bytes. */
export interface Channel {
  /** Unique for the topics. */
  readonly key: string;
  /** Slugs; null stands for all topics. */
  readonly slugs: readonly string[] | null;
}

/** The channel of some topics; of all topics if none are given. */
export function channelOf(slugs: readonly string[] | undefined): Channel {
  if (!slugs) return { key: "*", slugs: null };
  const sorted = [...new Set(slugs)].sort();
  return { key: sorted.join(","), slugs: sorted };
}

/** Everyone who follows the present, by channel. */
export interface Audience {
  add(viewer: Viewer, channel: Channel): void;
  remove(viewer: Viewer, channel: Channel): void;
  /** Sends each channel its bytes, made once; null sends it nothing. */
  send(encode: (channel: Channel) => Uint8Array | null): void;
  /** Lets everyone go, once what was sent is read. */
  close(): void;
}

/** Options for {@linkcode createAudience}. */
export interface AudienceOptions {
  /** Told of each viewer who was cut off for reading too slowly. */
  onEvict?: () => void;
}

/** Creates an audience without viewers. */
export function createAudience(options: AudienceOptions = {}): Audience {
  const { onEvict = () => {} } = options;
  const rows = new Map<string, { channel: Channel; viewers: Set<Viewer> }>();

  function remove(viewer: Viewer, channel: Channel): void {
    const row = rows.get(channel.key);
    row?.viewers.delete(viewer);
    if (row?.viewers.size === 0) rows.delete(channel.key);
  }

  function offer(viewer: Viewer, channel: Channel, bytes: Uint8Array): void {
    if ((viewer.desiredSize ?? 0) > 0) {
      viewer.enqueue(bytes);
      return;
    }
    remove(viewer, channel);
    viewer.error(new Error("The reader is too slow: come back by the cursor"));
    onEvict();
  }

  return {
    add(viewer, channel) {
      const row = rows.get(channel.key) ?? { channel, viewers: new Set() };
      row.viewers.add(viewer);
      rows.set(channel.key, row);
    },
    remove,
    send(encode) {
      for (const { channel, viewers } of [...rows.values()]) {
        const bytes = encode(channel);
        if (!bytes) continue;
        for (const viewer of [...viewers]) offer(viewer, channel, bytes);
      }
    },
    close() {
      for (const { viewers } of rows.values()) {
        for (const viewer of viewers) viewer.close();
      }
      rows.clear();
    },
  };
}
