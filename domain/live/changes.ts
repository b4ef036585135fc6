import type { Cursor } from "./cursor.ts";
import type { Post } from "../post/post.ts";
import type { Totals } from "./snapshot.ts";

/** What became visible after a place of the commit order. */
export interface Changes {
  /** The place that these changes lead to. */
  readonly cursor: Cursor;
  /** Whether there are later changes already. */
  readonly more: boolean;
  /** In the order of `seq`. */
  readonly posts: readonly Post[];
  /** `seq` of posts that their authors took back. */
  readonly deleted: readonly number[];
  /** Posts that their authors wrote anew, as they are now. */
  readonly edited: readonly Post[];
  /** What the rows and edits add to the totals, by slug; an edit may take something away. */
  readonly added: ReadonlyMap<string, Totals>;
  /** Topics that are not archived, in the order in which they were made. */
  readonly slugs: readonly string[];
}

/** Which changes to read. */
export interface ChangesOptions {
  /** Read no further than this `seq`. @default the newest */
  upTo?: number;
  /** Rows at most. @default {500} */
  limit?: number;
}
