import type { Post } from "../domain/post/post.ts";

/** Posts of one topic that one tick carries at most. */
const MAX_POSTS = 20;

/** Posts that travel in one tick, by slug, newest first. */
export type PostsBySlug = ReadonlyMap<string, readonly Post[]>;

/** Parts posts, given in the order of `seq`, so that no topic has more than 20 in a part. */
export function splitPosts(
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
