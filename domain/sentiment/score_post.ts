import type { ScoredPost, Scoring } from "../pipeline/log_entry.ts";
import { scoreText } from "./score.ts";
import { extractTerms } from "./terms.ts";

/** Scores a post for a topic whose own words (`ignore`, folded) carry no sentiment. */
export function scorePost(
  post: ScoredPost,
  ignore: ReadonlySet<string>,
): Scoring {
  const scored = scoreText(post.text, { ignore });
  return {
    score: scored.score,
    positive: scored.positive.length,
    negative: scored.negative.length,
    terms: extractTerms(post, scored),
  };
}
