import type { Query } from "./query.ts";
import { tokensOf } from "../text/tokens.ts";

/**
 * The words that a query asks for, folded as `foldText` does. They say what a
 * post is about, not how it feels: they never score.
 */
export function queryWords(query: Query): ReadonlySet<string> {
  return new Set(wordsOf(query));
}

function wordsOf(query: Query): readonly string[] {
  switch (query.kind) {
    case "word":
      return [query.word];
    case "phrase":
      return query.words;
    case "hashtag":
    case "cashtag":
      return tokensOf(query.tag);
    case "mention":
    case "from":
      return tokensOf(query.user);
    case "all":
    case "any":
      return query.queries.flatMap(wordsOf);
    case "emoji":
    case "lang":
    case "has":
    case "retweet":
    case "not":
      return [];
  }
}
