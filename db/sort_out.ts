import type {
  DeleteEntry,
  EditEntry,
  Entry,
  PostEntry,
} from "../domain/pipeline/log_entry.ts";
import type { Skip } from "./insert_skipped.ts";
import { postName } from "./post_name.ts";
import { prefixName } from "./prefix_name.ts";
import { toJson } from "./to_json.ts";
import { type Known, postKey } from "./write/find_known.ts";

/** What new messages become: each a row of `posts` or a row of `skipped`. */
export interface SortedOut {
  readonly posts: readonly PostEntry[];
  readonly skips: readonly Skip[];
}

/** Parts new messages by what becomes of them; a post whose key is known is a duplicate. */
export function sortOut(
  entries: readonly Entry[],
  known: Pick<Known, "postKeys" | "topicIds">,
): SortedOut {
  const keys = new Set(known.postKeys);
  const posts: PostEntry[] = [];
  const skips: Skip[] = [];
  for (const entry of entries) {
    if (entry.kind === "delete") skips.push(deletionSkip(entry));
    else if (entry.kind === "edit") skips.push(editSkip(entry));
    else if (entry.kind === "skip") skips.push({ ...entry, about: null });
    else if (!known.topicIds.has(entry.topicId)) skips.push(lateSkip(entry));
    else if (keys.has(postKey(entry))) skips.push(duplicateSkip(entry));
    else {
      keys.add(postKey(entry));
      posts.push(entry);
    }
  }
  return { posts, skips };
}

function duplicateSkip(post: PostEntry): Skip {
  const detail = `${post.source} post ${post.extId} is stored already`;
  return { ...post, reason: "duplicate", detail, about: postName(post) };
}

function lateSkip(post: PostEntry): Skip {
  const gone = { detail: "its topic was removed", head: new Uint8Array() };
  return { ...post, ...gone, reason: "delete", about: null };
}

function deletionSkip(entry: DeleteEntry): Skip {
  const { source, extId, isPrefix } = entry;
  const detail = isPrefix
    ? `all ${source} posts whose id begins with ${extId}`
    : `${source} post ${extId}`;
  const about = isPrefix ? prefixName(entry) : postName(entry);
  return { ...entry, reason: "delete", detail, about };
}

function editSkip(entry: EditEntry): Skip {
  const { text, lang, url, entities } = entry.post;
  const post = { text, lang, url, ...(entities && { entities }) };
  const detail = `${entry.source} post ${entry.extId}`;
  const about = postName(entry);
  return { ...entry, reason: "edit", detail, about, edit: toJson(post)! };
}
