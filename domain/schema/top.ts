import * as v from "valibot";
import {
  about,
  count,
  list,
  READ_COUNTS,
  shape,
  textOrNull,
  time,
} from "./schema.ts";

// Who and what is repeated.

export const TopRowSchema = shape("An entry of a list.", {
  value: about(
    v.string(),
    "The author, text, address, word or term. Authors of X are digests.",
    "ann.example",
  ),
  isHashed: about(v.boolean(), "Whether `value` is a digest.", false),
  source: about(v.string(), "Of the newest of its posts.", "bluesky"),
  id: about(
    textOrNull,
    "Of the newest of its posts, at its source; null where `value` is a digest.",
    "3jzf",
  ),
  posts: about(count, "Posts that it is in.", 41),
  share: about(v.number(), "Of the posts of the list, 0 to 1.", 0.05),
  authors: about(count, "Different authors of these.", 12),
  first: about(time, "The oldest of these posts."),
  last: about(time, "The newest of these posts."),
});

export const TopAnswerSchema = shape("A list.", {
  kind: about(v.string(), "What is counted.", "author"),
  ...READ_COUNTS,
  distinct: about(
    count,
    "Different authors, texts, addresses or words.",
    377,
  ),
  rows: about(
    list(v.lazy(() => TopRowSchema)),
    "Of most posts first; texts that are there once are left out.",
  ),
  next: about(
    v.nullable(count),
    "The `offset` of the entries that follow; null if there are none.",
    null,
  ),
});

/** An entry of a list. */
export type TopRow = v.InferOutput<typeof TopRowSchema>;

/** A list with its first entries. */
export type TopList = Omit<v.InferOutput<typeof TopAnswerSchema>, "next">;
