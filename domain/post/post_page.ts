import type { Post } from "./post.ts";

/** Some posts, and where the next older ones begin. */
export interface PostPage {
  /** Newest first. */
  readonly posts: readonly Post[];
  /** A cursor, written; null if there are no older ones. There may be more even if few were found. */
  readonly next: string | null;
}
