import type { Changes } from "../domain/live/changes.ts";
import { formatCursor } from "../domain/live/cursor.ts";
import type { TopicTick } from "../domain/live/snapshot.ts";
import type { Post } from "../domain/post/post.ts";
import type { Channel } from "./audience.ts";
import { encodeEvent } from "./encode_event.ts";
import { encodeTopics } from "./events.ts";
import { type PostsBySlug, splitPosts } from "./split_posts.ts";

/** Writes changes that a channel's viewer missed: deletions, then edits and new posts as ticks. */
export function encodeMissed(
  changes: Changes,
  after: string,
  channel: Channel,
): Uint8Array[] {
  const { cursor: { epoch }, deleted, edited, posts } = changes;
  const events: (Uint8Array | null)[] = [];
  if (deleted.length > 0) {
    const json = JSON.stringify({ cursor: after, posts: deleted });
    events.push(encodeEvent("delete", json, after));
  }
  for (const part of splitPosts(edited)) {
    const ticks = toTicks(part.posts, (edited) => ({ edited }));
    events.push(encodeTopics("tick", { cursor: after }, ticks)(channel));
  }
  for (const part of splitPosts(posts)) {
    const cursor = formatCursor({ epoch, seq: part.seq });
    const ticks = toTicks(part.posts, (posts) => ({ posts }));
    events.push(encodeTopics("tick", { cursor }, ticks)(channel));
  }
  return events.filter((event) => event !== null);
}

function toTicks(
  posts: PostsBySlug,
  toTick: (posts: readonly Post[]) => TopicTick,
): Map<string, TopicTick> {
  return new Map(
    Array.from(posts, ([slug, own]) => [slug, toTick(own)]),
  );
}
