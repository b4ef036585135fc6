import { type Cursor, formatCursor } from "../domain/live/snapshot.ts";
import {
  type Audience,
  BACKLOG,
  type Channel,
  encodeTopics,
  type Viewer,
} from "./audience.ts";
import { encodeMissed } from "./changes.ts";
import type { Poller } from "./poller.ts";
import type { LiveReads, LiveState } from "./state.ts";

/** A viewer that missed more rows than this gets a snapshot. */
const MAX_MISSED = 5_000;

/** Rows per read while a viewer catches up. */
const ROWS = 100;

/** Parts of {@linkcode createViewerStream}. */
export interface ViewerStreamParts {
  readonly reads: LiveReads;
  readonly poller: Poller;
  readonly audience: Audience;
  readonly channel: Channel;
  /** The viewer has everything up to here; null if it has nothing. */
  readonly cursor: Cursor | null;
  /** Sent first. */
  readonly greeting: Uint8Array;
  /** Called once, when the viewer has left. */
  readonly onLeave: () => void;
}

/**
 * Creates the stream of a viewer. While it catches up, each part is read after
 * the previous one was sent; then it joins the audience.
 */
export function createViewerStream(
  parts: ViewerStreamParts,
): ReadableStream<Uint8Array> {
  const { audience, channel, greeting, onLeave } = parts;
  let self: Viewer;
  let cursor: Cursor | null | undefined;
  let revision: number | undefined;
  let joined = false;

  async function advance(viewer: Viewer): Promise<void> {
    const state = await parts.poller.start();
    if (cursor === undefined) cursor = await findStart(parts, state);
    if (cursor === null || cursor.epoch !== state.cursor.epoch) {
      viewer.enqueue(encodeSnapshot(state, channel, parts.cursor !== null));
      cursor = state.cursor;
      revision = state.revision;
      return;
    }
    while (cursor.seq < state.cursor.seq) {
      const options = { upTo: state.cursor.seq, limit: ROWS };
      const changes = await parts.reads.readChanges(cursor.seq, options);
      const events = encodeMissed(changes, formatCursor(cursor), channel);
      cursor = changes.cursor;
      for (const event of events) viewer.enqueue(event);
      if (events.length > 0) return;
    }
    if (revision !== state.revision) {
      viewer.enqueue(encodeState(state, channel));
    }
    audience.add(viewer, channel);
    joined = true;
  }

  return new ReadableStream<Uint8Array>({
    start(controller) {
      self = controller;
      controller.enqueue(greeting);
    },
    async pull(controller) {
      if (joined) return;
      try {
        await advance(controller);
      } catch (error) {
        onLeave();
        throw error;
      }
    },
    cancel() {
      audience.remove(self, channel);
      onLeave();
    },
  }, BACKLOG);
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

function encodeSnapshot(
  state: LiveState,
  channel: Channel,
  reset: boolean,
): Uint8Array {
  const cursor = formatCursor(state.cursor);
  return encodeTopics("snapshot", { cursor, reset }, state.topics)(channel)!;
}

/** The whole state without posts, for a viewer that has those. */
function encodeState(state: LiveState, channel: Channel): Uint8Array {
  const cursor = formatCursor(state.cursor);
  const topics = new Map(
    [...state.topics].map(([slug, { posts: _, ...others }]) => [slug, others]),
  );
  return encodeTopics("tick", { cursor, whole: true }, topics)(channel)!;
}
