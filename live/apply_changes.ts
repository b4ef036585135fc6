import { setImmediate as nextTurn } from "node:timers/promises";
import type { Changes } from "../domain/live/changes.ts";
import { formatCursor } from "../domain/live/cursor.ts";
import type { TopicTick } from "../domain/live/snapshot.ts";
import { advanceTopic, type TopicUpdate } from "./advance_topic.ts";
import type { Channel } from "./audience.ts";
import { encodeEvent } from "./encode_event.ts";
import { encodeTopics } from "./encode_topics.ts";
import type { Present } from "./present.ts";
import { type PostsBySlug, splitPosts } from "./split_posts.ts";

/** Sends each channel its bytes; null is nothing. */
export type Send = (encode: (channel: Channel) => Uint8Array | null) => void;

/**
 * Moves the present on by changes, and tells viewers step by step.
 *
 * Each step changes the present and is sent in one go, without waiting in
 * between, so that whoever joins has either both or neither.
 */
export async function applyChanges(
  present: Present,
  changes: Changes,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): Promise<void> {
  if (changes.deleted.length > 0) removePosts(present, changes.deleted, send);
  const parts = splitPosts(changes.posts);
  const last = parts.pop();
  for (const { seq, posts } of parts) {
    step(present, seq, toUpdates(posts), send);
    await nextTurn(); // lets what was sent leave before more is made
  }
  const rest = toUpdates(last?.posts ?? new Map(), updates);
  step(present, changes.cursor.seq, rest, send);
}

function toUpdates(
  posts: PostsBySlug,
  updates: ReadonlyMap<string, TopicUpdate> = new Map(),
): Map<string, TopicUpdate> {
  const slugs = new Set([...posts.keys(), ...updates.keys()]);
  return new Map(
    [...slugs].map((slug) => [
      slug,
      { ...updates.get(slug), posts: posts.get(slug) },
    ]),
  );
}

function step(
  present: Present,
  seq: number,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): void {
  const ticks = new Map<string, TopicTick>();
  for (const [slug, update] of updates) {
    const { after, tick } = advanceTopic(present.topics.get(slug)!, update);
    present.topics.set(slug, after);
    if (tick) ticks.set(slug, tick);
  }
  present.cursor = { ...present.cursor, seq };
  if (ticks.size === 0) return;
  present.revision++;
  send(encodeTopics("tick", { cursor: formatCursor(present.cursor) }, ticks));
}

/**
 * Takes posts off the screens. The event carries the place before the changes:
 * a viewer whom it did not reach comes back before it.
 */
function removePosts(
  present: Present,
  seqs: readonly number[],
  send: Send,
): void {
  const gone = new Set(seqs);
  for (const [slug, topic] of present.topics) {
    const posts = topic.posts.filter((post) => !gone.has(post.seq));
    present.topics.set(slug, { ...topic, posts });
  }
  present.revision++;
  const cursor = formatCursor(present.cursor);
  const bytes = encodeEvent(
    "delete",
    JSON.stringify({ cursor, posts: seqs }),
    cursor,
  );
  send(() => bytes);
}
