import { type Cursor, formatCursor } from "../domain/live/snapshot.ts";
import {
  type Audience,
  BACKLOG,
  type Channel,
  type Viewer,
} from "./audience.ts";
import { encodeMissed } from "./changes.ts";
import { encodeTopics } from "./events.ts";
import type { Poller } from "./poller.ts";
import type { LiveReads, Present } from "./present.ts";

/** A viewer who missed more places than this gets a snapshot. */
const MAX_MISSED = 5_000;

/** Rows that are read at once for a viewer who catches up. */
const ROWS = 100;

/** What a viewer's stream is made from. */
export interface ViewerStreamParts {
  readonly reads: LiveReads;
  readonly poller: Poller;
  readonly audience: Audience;
  readonly channel: Channel;
  /** The place up to which the viewer knows everything; null if it knows nothing. */
  readonly cursor: Cursor | null;
  /** What is sent first. */
  readonly greeting: Uint8Array;
  /** Told once, when the viewer is gone. */
  readonly onLeave: () => void;
}

/**
 * A viewer's bytes. While it catches up, each part is read when the one before
 * has left; then it joins those who follow the present.
 */
export function createViewerStream(
  parts: ViewerStreamParts,
): ReadableStream<Uint8Array> {
  const { audience, channel, greeting, onLeave } = parts;
  let self: Viewer;
  let place: Cursor | null | undefined;
  let revision: number | undefined;
  let joined = false;

  async function advance(viewer: Viewer): Promise<void> {
    const present = await parts.poller.start();
    if (place === undefined) place = await findPlace(parts, present);
    if (place === null || place.epoch !== present.cursor.epoch) {
      viewer.enqueue(snapshot(present, channel, parts.cursor !== null));
      place = present.cursor;
      revision = present.revision;
      return;
    }
    while (place.seq < present.cursor.seq) {
      const upTo = present.cursor.seq;
      const changes = await parts.reads.readChanges(place.seq, {
        upTo,
        limit: ROWS,
      });
      const events = encodeMissed(changes, formatCursor(place), channel);
      place = changes.cursor;
      for (const event of events) viewer.enqueue(event);
      if (events.length > 0) return;
    }
    if (revision !== present.revision) {
      viewer.enqueue(stateTick(present, channel));
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

/** Where a viewer's knowledge connects to the present; null if it does not. */
async function findPlace(
  { cursor, poller }: ViewerStreamParts,
  present: Present,
): Promise<Cursor | null> {
  if (cursor === null || cursor.epoch !== present.cursor.epoch) return null;
  if (cursor.seq > present.cursor.seq) await poller.look();
  const missed = present.cursor.seq - cursor.seq;
  return missed >= 0 && missed <= MAX_MISSED ? cursor : null;
}

function snapshot(
  present: Present,
  channel: Channel,
  reset: boolean,
): Uint8Array {
  const cursor = formatCursor(present.cursor);
  return encodeTopics("snapshot", { cursor, reset }, present.topics)(channel)!;
}

/**
 * All that a viewer needs to be at the present but posts, which it has. Topics
 * that it does not name are gone.
 */
function stateTick(present: Present, channel: Channel): Uint8Array {
  const cursor = formatCursor(present.cursor);
  const topics = new Map(
    [...present.topics].map(([slug, { posts: _, ...state }]) => [slug, state]),
  );
  return encodeTopics("tick", { cursor, whole: true }, topics)(channel)!;
}
