import { setImmediate as nextTurn } from "node:timers/promises";
import type { Changes } from "../domain/live/changes.ts";
import { formatCursor } from "../domain/live/cursor.ts";
import type { TopicUpdate } from "./advance_topic.ts";
import { applyUpdates, type Send } from "./apply_updates.ts";
import { encodeEvent } from "./encode_event.ts";
import type { Present } from "./present.ts";
import { type PostsBySlug, splitPosts } from "./split_posts.ts";

/** Moves the present on by changes, and tells viewers step by step. */
export async function applyChanges(
  present: Present,
  changes: Changes,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): Promise<void> {
  if (changes.deleted.length > 0) removePosts(present, changes.deleted, send);
  for (const { posts } of splitPosts(changes.edited)) {
    const edits = Array.from(
      posts,
      ([slug, edited]) => [slug, { edited }] as const,
    );
    applyUpdates(present, present.cursor.seq, new Map(edits), send);
  }
  const parts = splitPosts(changes.posts);
  const last = parts.pop();
  for (const { seq, posts } of parts) {
    applyUpdates(present, seq, toUpdates(posts), send);
    await nextTurn(); // lets what was sent leave before more is made
  }
  const rest = toUpdates(last?.posts ?? new Map(), updates);
  applyUpdates(present, changes.cursor.seq, rest, send);
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

/**
 * Takes posts off the screens. The event carries the place before the changes:
 * a viewer whom it did not reach comes back before it. So do edits.
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
