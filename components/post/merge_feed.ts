import type { Post } from "../../domain/post/post.ts";

/** Posts of both lists, newest first, each `seq` once. */
export function mergeFeed(
  arrived: readonly Post[],
  shown: readonly Post[],
  isByTime: boolean,
): Post[] {
  const bySeq = new Map(shown.map((post) => [post.seq, post]));
  for (const post of arrived) bySeq.set(post.seq, bySeq.get(post.seq) ?? post);
  const merged = [...bySeq.values()];
  return merged.sort((a, b) =>
    (isByTime && Date.parse(b.createdAt) - Date.parse(a.createdAt)) ||
    b.seq - a.seq
  );
}
