import type { Post } from "../../domain/post/post.ts";

/** Posts, each as `change` makes it, without those of which it makes null; the same list if nothing changes. */
export function changePosts(
  posts: readonly Post[],
  change: (post: Post) => Post | null,
): readonly Post[] {
  const changed = posts.map(change).filter((post) => post !== null);
  const isSame = changed.length === posts.length &&
    changed.every((post, i) => post === posts[i]);
  return isSame ? posts : changed;
}
