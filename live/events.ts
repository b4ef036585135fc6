import { type Cursor, formatCursor } from "../domain/live/snapshot.ts";
import type { Post } from "../domain/schema/posts.ts";

/** The topics that a viewer follows. Viewers of the same channel get the same bytes. */
export interface Channel {
  /** Unique for the topics. */
  readonly key: string;
  /** Slugs; null for all topics. */
  readonly slugs: readonly string[] | null;
}

/** The channel of some topics. @default all topics */
export function channelOf(slugs: readonly string[] | undefined): Channel {
  if (!slugs) return { key: "*", slugs: null };
  const sorted = [...new Set(slugs)].sort();
  return { key: sorted.join(","), slugs: sorted };
}

/** Encodes an event for a channel; null sends nothing. */
export type Encode = (channel: Channel) => Uint8Array | null;

/** Sends an event to all viewers. */
export type Send = (encode: Encode) => void;

/** The properties of an event besides its topics. */
interface TopicsHead {
  readonly cursor: string;
  readonly reset?: boolean;
  /** Whether the event has all topics. */
  readonly whole?: true;
}

/**
 * Encodes an event about topics, each topic once and only if a channel follows
 * it; null for a channel that follows none of them.
 */
export function encodeTopics(
  name: "snapshot" | "tick",
  head: TopicsHead,
  topics: ReadonlyMap<string, unknown>,
): Encode {
  const encoded = new Map<string, string>();
  const encodeTopic = (slug: string) => {
    const known = encoded.get(slug);
    if (known !== undefined) return known;
    const json = `${JSON.stringify(slug)}:${JSON.stringify(topics.get(slug))}`;
    encoded.set(slug, json);
    return json;
  };
  return ({ slugs }) => {
    const own = (slugs ?? [...topics.keys()])
      .filter((slug) => topics.has(slug)).map(encodeTopic);
    if (own.length === 0 && name === "tick" && !head.whole) return null;
    return encodeParts(name, head, own);
  };
}

/** Encodes an event whose topics are JSON already: `"slug":{…}` each. */
function encodeParts(
  name: "snapshot" | "tick",
  head: TopicsHead,
  topics: readonly string[],
): Uint8Array {
  const start = JSON.stringify(head).slice(0, -1);
  const json = `${start},"topics":{${topics.join(",")}}}`;
  return encodeEvent(name, json, head.cursor);
}

const encoder = new TextEncoder();

/**
 * Encodes one server-sent event.
 *
 * @param json One line: `JSON.stringify` escapes every line break.
 */
export function encodeEvent(
  name: "snapshot" | "tick" | "delete" | "drain",
  json: string,
  cursor?: string,
): Uint8Array {
  const id = cursor === undefined ? "" : `id: ${cursor}\n`;
  return encoder.encode(`event: ${name}\n${id}data: ${json}\n\n`);
}

/** Encodes the deletion of posts, with the cursor before it. */
export function encodeDeletion(
  cursor: string,
  posts: readonly number[],
): Uint8Array {
  return encodeEvent("delete", JSON.stringify({ cursor, posts }), cursor);
}

/** A post that many may have missed. */
export interface MissedPost {
  readonly seq: number;
  readonly topic: string;
  readonly json: string;
}

/** What happened in a range of positions, to some topics. */
export interface Missed {
  /** In the order of `seq`. */
  readonly posts: readonly MissedPost[];
  /** `seq` of posts that their authors deleted. */
  readonly deleted: readonly number[];
  /** Edited posts as they are now, also those that are among the posts. */
  readonly edited: readonly MissedPost[];
}

/** Encodes what a viewer missed after a cursor: deletions, then edits and new posts as ticks. */
export function encodeMissed(missed: Missed, after: Cursor): Uint8Array[] {
  const { epoch, seq } = after;
  const events: Uint8Array[] = [];
  const cursor = formatCursor(after);
  if (missed.deleted.length > 0) {
    events.push(encodeDeletion(cursor, missed.deleted));
  }
  const known = missed.edited.filter((post) => post.seq <= seq);
  for (const part of splitPosts(known)) {
    events.push(encodeParts("tick", { cursor }, jsonOf(part, "edited")));
  }
  const unknown = missed.posts.filter((post) => post.seq > seq);
  for (const part of splitPosts(unknown)) {
    const cursor = formatCursor({ epoch, seq: part.seq });
    events.push(encodeParts("tick", { cursor }, jsonOf(part, "posts")));
  }
  return events;
}

function jsonOf(
  { posts }: Part<MissedPost>,
  name: "edited" | "posts",
): string[] {
  return Array.from(posts, ([slug, own]) => {
    const list = own.map(({ json }) => json).join(",");
    return `${JSON.stringify(slug)}:{"${name}":[${list}]}`;
  });
}

/** Most posts of one topic in a tick. */
const MAX_POSTS = 20;

/** Posts of one tick. */
interface Part<P> {
  /** The highest `seq`. */
  seq: number;
  /** By slug, newest first. */
  readonly posts: Map<string, P[]>;
}

/** Splits posts, in the order of `seq`, into the parts that fit into a tick. */
export function splitPosts<P extends Pick<Post, "seq" | "topic">>(
  posts: readonly P[],
): Part<P>[] {
  const parts: Part<P>[] = [];
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
