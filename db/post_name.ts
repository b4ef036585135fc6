import type { PostEntry } from "../domain/pipeline/log_entry.ts";

/** A post's name in `skipped.about`, whatever topics it matches. */
export function postName(post: Pick<PostEntry, "source" | "extId">): string {
  return `${post.source} ${post.extId}`;
}
