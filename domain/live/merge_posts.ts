import type { Post } from "../post/post.ts";

/**
 * New posts before the ones on the screen: newest first, each `seq` once, and
 * no more than `limit`, so that a page left open for a night stays small.
 */
export function mergePosts(
  shown: readonly Post[],
  arrived: readonly Post[],
  limit: number,
): readonly Post[] {
  const known = new Set(shown.map((post) => post.seq));
  const fresh = arrived.filter((post) => {
    const isNew = !known.has(post.seq);
    known.add(post.seq);
    return isNew;
  });
  if (fresh.length === 0) return shown;
  return fresh.concat(shown).sort((a, b) => b.seq - a.seq).slice(0, limit);
}
