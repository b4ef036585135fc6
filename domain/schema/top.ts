import * as v from "valibot";
import { about, count, list, shape, time } from "./schema.ts";

// Who and what is repeated.

export const TopRowSchema = shape("An entry of a list.", {
  value: about(
    v.string(),
    "The author, text, address, word or term. Authors of X are digests.",
    "ann.example",
  ),
  isHashed: about(v.boolean(), "Whether `value` is a digest.", false),
  source: about(v.string(), "Of the newest of its posts.", "bluesky"),
  id: about(v.string(), "Of the newest of its posts, at its source.", "3jzf"),
  posts: about(count, "Posts that it is in.", 41),
  share: about(v.number(), "Of the posts of the list, 0 to 1.", 0.05),
  authors: about(count, "Different authors of these.", 12),
  first: about(time, "The oldest of these posts."),
  last: about(time, "The newest of these posts."),
});

/** The numbers of a list, without its entries. */
const COUNTS = {
  kind: about(v.string(), "What is counted.", "author"),
  total: about(count, "Posts of the range, as charts count them.", 1_204_332),
  examined: about(
    count,
    "How many were read: the newest, as many as `most` at most; fewer than `total` also where old ones were deleted.",
    50_000,
  ),
  most: about(count, "Posts that such a list reads at most.", 50_000),
  posts: about(count, "Posts of these that were counted: they match.", 820),
  distinct: about(count, "Different authors, texts, addresses or words.", 377),
} as const;

export const TopAnswerSchema = shape("A list.", {
  ...COUNTS,
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
