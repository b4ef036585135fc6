import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Changes,
  formatCursor,
  type TopicTick,
} from "../domain/live/snapshot.ts";
import type { Post } from "../domain/schema/stored.ts";
import {
  type Channel,
  type Encode,
  encodeEvent,
  encodeTopics,
} from "./audience.ts";
import { type LiveState, type TopicUpdate, updateTopic } from "./state.ts";

/** Sends an event to all viewers. */
export type Send = (encode: Encode) => void;

/** Applies changes to the state, and sends them to viewers step by step. */
export async function applyChanges(
  state: LiveState,
  changes: Changes,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): Promise<void> {
  if (changes.deleted.length > 0) removePosts(state, changes.deleted, send);
  for (const { posts } of splitPosts(changes.edited)) {
    const edits = mapValues(posts, (edited) => ({ edited }));
    applyUpdates(state, state.cursor.seq, edits, send);
  }
  const parts = splitPosts(changes.posts);
  const last = parts.pop();
  for (const { seq, posts } of parts) {
    applyUpdates(state, seq, mapValues(posts, (posts) => ({ posts })), send);
    await nextTurn(); // lets the sent bytes leave before more are encoded
  }
  const rest = new Map(updates);
  for (const [slug, posts] of last?.posts ?? []) {
    rest.set(slug, { ...rest.get(slug), posts });
  }
  applyUpdates(state, changes.cursor.seq, rest, send);
}

/**
 * Deletes posts. The event carries the cursor before the changes, so that a
 * viewer who misses it resumes before it. So do edits.
 */
function removePosts(
  state: LiveState,
  seqs: readonly number[],
  send: Send,
): void {
  const deleted = new Set(seqs);
  for (const [slug, topic] of state.topics) {
    const posts = topic.posts.filter((post) => !deleted.has(post.seq));
    state.topics.set(slug, { ...topic, posts });
  }
  state.revision++;
  const bytes = encodeDeletion(formatCursor(state.cursor), seqs);
  send(() => bytes);
}

function encodeDeletion(cursor: string, posts: readonly number[]): Uint8Array {
  return encodeEvent("delete", JSON.stringify({ cursor, posts }), cursor);
}

/**
 * Moves topics to a later `seq`, and sends viewers what they do not have.
 * Synchronous, so that a viewer who joins has either both or neither.
 */
function applyUpdates(
  state: LiveState,
  seq: number,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): void {
  const ticks = new Map<string, TopicTick>();
  for (const [slug, update] of updates) {
    const before = state.topics.get(slug);
    if (!before) continue; // added a moment ago: viewers do not know it yet
    const { after, tick } = updateTopic(before, update);
    state.topics.set(slug, after);
    if (tick) ticks.set(slug, tick);
  }
  state.cursor = { ...state.cursor, seq };
  if (ticks.size === 0) return;
  state.revision++;
  send(encodeTopics("tick", { cursor: formatCursor(state.cursor) }, ticks));
}

/** Encodes changes that a viewer missed: deletions, then edits and new posts as ticks. */
export function encodeMissed(
  changes: Changes,
  after: string,
  channel: Channel,
): Uint8Array[] {
  const { cursor: { epoch }, deleted, edited, posts } = changes;
  const events: (Uint8Array | null)[] = [];
  if (deleted.length > 0) events.push(encodeDeletion(after, deleted));
  for (const part of splitPosts(edited)) {
    const ticks = mapValues(part.posts, (edited) => ({ edited }));
    events.push(encodeTopics("tick", { cursor: after }, ticks)(channel));
  }
  for (const part of splitPosts(posts)) {
    const cursor = formatCursor({ epoch, seq: part.seq });
    const ticks = mapValues(part.posts, (posts) => ({ posts }));
    events.push(encodeTopics("tick", { cursor }, ticks)(channel));
  }
  return events.filter((event) => event !== null);
}

function mapValues<T, U>(
  map: ReadonlyMap<string, T>,
  change: (value: T) => U,
): Map<string, U> {
  return new Map(Array.from(map, ([key, value]) => [key, change(value)]));
}

/** Most posts of one topic in a tick. */
const MAX_POSTS = 20;

/** Posts of one tick. */
interface Part {
  /** The highest `seq`. */
  seq: number;
  /** By slug, newest first. */
  readonly posts: Map<string, Post[]>;
}

/** Splits posts, in the order of `seq`, into the parts that fit into a tick. */
function splitPosts(posts: readonly Post[]): Part[] {
  const parts: Part[] = [];
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
