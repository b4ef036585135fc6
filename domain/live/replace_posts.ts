import type { Post } from "../post/post.ts";

/** The posts, those that their authors wrote anew as they are now; the same list if there are none of them. */
export function replacePosts(
  posts: readonly Post[],
  edited: readonly Post[],
): readonly Post[] {
  const bySeq = new Map(edited.map((post) => [post.seq, post]));
  return posts.some(({ seq }) => bySeq.has(seq))
    ? posts.map((post) => bySeq.get(post.seq) ?? post)
    : posts;
}
