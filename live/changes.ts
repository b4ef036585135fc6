import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Changes,
  formatCursor,
  type TopicTick,
} from "../domain/live/snapshot.ts";
import type { Post } from "../domain/post/post.ts";
import type { Channel } from "./audience.ts";
import { encodeEvent, encodeTopics } from "./events.ts";
import { advanceTopic, type Present, type TopicUpdate } from "./present.ts";

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

/** Sends each channel its bytes; null is nothing. */
export type Send = (encode: (channel: Channel) => Uint8Array | null) => void;

/**
 * Moves topics on to a place, and tells viewers what they do not have. All in
 * one go, without waiting in between, so that whoever joins has either both or
 * neither.
 */
function applyUpdates(
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

/** Posts of one topic that one tick carries at most. */
const MAX_POSTS = 20;

/** Posts that travel in one tick, by slug, newest first. */
type PostsBySlug = ReadonlyMap<string, readonly Post[]>;

/** Parts posts, given in the order of `seq`, so that no topic has more than 20 in a part. */
function splitPosts(
  posts: readonly Post[],
): { seq: number; posts: PostsBySlug }[] {
  const parts: { seq: number; posts: Map<string, Post[]> }[] = [];
  for (const post of posts) {
    let part = parts.at(-1);
    if (!part || part.posts.get(post.topic)?.length === MAX_POSTS) {
      parts.push(part = { seq: 0, posts: new Map() });
    }
    const newest = part.posts.get(post.topic) ?? [];
    newest.unshift(post);
    part.posts.set(post.topic, newest);
    part.seq = post.seq;
  }
  return parts;
}
