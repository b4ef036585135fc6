import type { PostPage } from "../../domain/post/post_page.ts";

/** The posts on the screen: a stretch without holes. */
export interface FeedList extends PostPage {
  /** Whether newer ones were left out again, so that the page stays small. */
  readonly isCut: boolean;
}
