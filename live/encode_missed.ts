import type { Changes } from "../domain/live/changes.ts";
import { formatCursor } from "../domain/live/cursor.ts";
import type { Channel } from "./audience.ts";
import { encodeEvent } from "./encode_event.ts";
import { encodeTopics } from "./encode_topics.ts";
import { splitPosts } from "./split_posts.ts";

/** Writes changes that a channel's viewer missed: deletions, then posts as ticks. */
export function encodeMissed(
  changes: Changes,
  after: string,
  channel: Channel,
): Uint8Array[] {
  const { cursor: { epoch }, deleted, posts } = changes;
  const events: (Uint8Array | null)[] = [];
  if (deleted.length > 0) {
    const json = JSON.stringify({ cursor: after, posts: deleted });
    events.push(encodeEvent("delete", json, after));
  }
  for (const part of splitPosts(posts)) {
    const cursor = formatCursor({ epoch, seq: part.seq });
    const ticks = new Map(
      [...part.posts].map(([slug, posts]) => [slug, { posts }]),
    );
    events.push(encodeTopics("tick", { cursor }, ticks)(channel));
  }
  return events.filter((event) => event !== null);
}
