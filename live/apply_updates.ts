import { formatCursor } from "../domain/live/cursor.ts";
import type { TopicTick } from "../domain/live/snapshot.ts";
import { advanceTopic, type TopicUpdate } from "./advance_topic.ts";
import type { Channel } from "./audience.ts";
import { encodeTopics } from "./events.ts";
import type { Present } from "./present.ts";

/** Sends each channel its bytes; null is nothing. */
export type Send = (encode: (channel: Channel) => Uint8Array | null) => void;

/**
 * Moves topics on to a place, and tells viewers what they do not have. All in
 * one go, without waiting in between, so that whoever joins has either both or
 * neither.
 */
export function applyUpdates(
  present: Present,
  seq: number,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): void {
  const ticks = new Map<string, TopicTick>();
  for (const [slug, update] of updates) {
    const before = present.topics.get(slug);
    if (!before) continue; // it came a moment ago, and viewers do not know it yet
    const { after, tick } = advanceTopic(before, update);
    present.topics.set(slug, after);
    if (tick) ticks.set(slug, tick);
  }
  present.cursor = { ...present.cursor, seq };
  if (ticks.size === 0) return;
  present.revision++;
  send(encodeTopics("tick", { cursor: formatCursor(present.cursor) }, ticks));
}
