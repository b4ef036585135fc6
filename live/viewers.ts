import type { Cursor } from "../domain/live/snapshot.ts";
import { type Channel, type Encode, encodeEvent } from "./events.ts";
import type { Poller } from "./poller.ts";
import type { Replay } from "./replay.ts";
import type { LiveState } from "./state.ts";

/** Most bytes that may wait for one viewer before it is evicted. */
const MAX_BACKLOG = 64 * 1024;

/** Limits the backlog of a stream of bytes to a viewer. */
const BACKLOG: QueuingStrategy<Uint8Array> = {
  highWaterMark: MAX_BACKLOG,
  size: (bytes) => bytes!.byteLength,
};

/** A subscriber of the live stream. */
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

/** A viewer that missed more rows than this gets a snapshot. */
const MAX_MISSED = 5_000;

/** Parts of {@linkcode createViewerStream}. */
export interface ViewerStreamParts {
  readonly poller: Poller;
  readonly replay: Replay;
  readonly audience: Audience;
  readonly channel: Channel;
  /** The viewer has everything up to here; null if it has nothing. */
  readonly cursor: Cursor | null;
  /** Sent first. */
  readonly greeting: Uint8Array;
  /** Aborts when the viewer has left. */
  readonly signal: AbortSignal;
  /** Called first, before anything is sent. */
  readonly onEnter: (viewer: Viewer) => void;
  /** Called when the stream ends: canceled, or failed. */
  readonly onLeave: (viewer: Viewer) => void;
}

/**
 * Creates the stream of a viewer. While it catches up, each part is read after
 * the previous one was sent; then it joins the audience.
 */
export function createViewerStream(
  parts: ViewerStreamParts,
): ReadableStream<Uint8Array> {
  const { channel, greeting, signal, onEnter, onLeave } = parts;
  let viewer: Viewer;
  let advance: () => Promise<boolean>;
  let joined = false;

  return new ReadableStream<Uint8Array>({
    start(out) {
      viewer = { channel, out, signal };
      advance = catchUp(viewer, parts);
      onEnter(viewer);
      out.enqueue(greeting);
    },
    async pull() {
      if (joined) return;
      try {
        joined = await advance();
      } catch (error) {
        if (signal.aborted) return;
        onLeave(viewer);
        throw error;
      }
    },
    cancel: () => onLeave(viewer),
  }, BACKLOG);
}

/**
 * Creates a function that sends the next part of what a viewer missed; it
 * returns true once the viewer is up to date and has joined, or has left.
 */
function catchUp(
  viewer: Viewer,
  parts: ViewerStreamParts,
): () => Promise<boolean> {
  const { poller, replay, audience, channel, signal } = parts;
  const { out } = viewer;
  let cursor: Cursor | null | undefined;
  let revision: number | undefined;

  return async () => {
    const state = await poller.start();
    if (signal.aborted) return true;
    if (cursor === undefined) cursor = await findStart(parts, state);
    if (signal.aborted) return true;
    while (true) {
      if (cursor === null || cursor.epoch !== state.cursor.epoch) {
        const reset = parts.cursor !== null;
        out.enqueue(replay.encodeSnapshot(state, channel, reset));
        cursor = state.cursor;
        revision = state.revision;
        return false;
      }
      if (cursor.seq >= state.cursor.seq) break;
      const part = await replay.read(channel, cursor, state, signal);
      if (signal.aborted || !part) return true;
      cursor = part.cursor;
      for (const event of part.events) out.enqueue(event);
      if (part.events.length > 0) return false;
    }
    if (revision !== state.revision) {
      out.enqueue(replay.encodeWhole(state, channel));
    }
    audience.add(viewer);
    return true;
  };
}

/** Where a viewer starts to catch up; null if it needs a snapshot. */
async function findStart(
  { cursor, poller }: ViewerStreamParts,
  state: LiveState,
): Promise<Cursor | null> {
  if (cursor === null || cursor.epoch !== state.cursor.epoch) return null;
  if (cursor.seq > state.cursor.seq) await poller.poll();
  const missed = state.cursor.seq - cursor.seq;
  return missed >= 0 && missed <= MAX_MISSED ? cursor : null;
}
