import { type Channel, type Encode, encodeEvent } from "./events.ts";

/** Most bytes that may wait for one viewer before it is evicted. */
const MAX_BACKLOG = 64 * 1024;

/** Limits the backlog of a stream of bytes to a viewer. */
export const BACKLOG: QueuingStrategy<Uint8Array> = {
  highWaterMark: MAX_BACKLOG,
  size: (bytes) => bytes!.byteLength,
};

/** Somebody who watches the live stream. */
export interface Viewer {
  readonly channel: Channel;
  /** Writes bytes to the viewer. */
  readonly out: ReadableStreamDefaultController<Uint8Array>;
  /** Aborts when the viewer has left, for whatever reason. */
  readonly signal: AbortSignal;
}

/** All viewers that are up to date, by channel. A viewer that leaves is removed. */
export class Audience {
  readonly #rows = new Map<
    string,
    { readonly channel: Channel; readonly viewers: Set<Viewer> }
  >();
  readonly #onEvict: (viewer: Viewer) => void;

  /** @param onEvict Called for each viewer that is evicted for reading too slowly. */
  constructor(onEvict: (viewer: Viewer) => void) {
    this.#onEvict = onEvict;
  }

  /** Adds a viewer, unless it has left. */
  add(viewer: Viewer): void {
    const { channel, signal } = viewer;
    if (signal.aborted) return;
    const row = this.#rows.get(channel.key) ?? { channel, viewers: new Set() };
    row.viewers.add(viewer);
    this.#rows.set(channel.key, row);
  }

  remove(viewer: Viewer): void {
    const { key } = viewer.channel;
    const row = this.#rows.get(key);
    row?.viewers.delete(viewer);
    if (row?.viewers.size === 0) this.#rows.delete(key);
  }

  /** Sends an event to all viewers; encodes it once per channel. */
  send(encode: Encode): void {
    for (const { channel, viewers } of [...this.#rows.values()]) {
      const bytes = encode(channel);
      if (!bytes) continue;
      for (const viewer of [...viewers]) {
        const { out } = viewer;
        if ((out.desiredSize ?? 0) > 0) out.enqueue(bytes);
        else this.#evict(viewer);
      }
    }
  }

  #evict(viewer: Viewer): void {
    const message = "Reader too slow: reconnect with the last cursor";
    viewer.out.error(new Error(message));
    this.#onEvict(viewer);
  }
}

/** Asks a viewer to reconnect in a moment, and closes its stream after its last bytes. */
export function sendAway({ out }: Viewer): void {
  if ((out.desiredSize ?? 0) > 0) out.enqueue(encodeEvent("drain", "{}"));
  out.close();
}
