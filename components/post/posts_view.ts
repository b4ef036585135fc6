import type { PostPage } from "../../domain/post/post_page.ts";

/** What the list of posts is rendered from. */
export interface PostsView extends PostPage {
  /** Newest `seq` that was stored then; newer ones came after. */
  readonly seq: number;
}
