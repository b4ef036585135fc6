import { holdsRun } from "./holds_run.ts";
import type { MatchDocument } from "./match.ts";
import type { HasKind, Query } from "./query.ts";

/** Whether a post is what a query looks for. */
export function matchQuery(query: Query, post: MatchDocument): boolean {
  switch (query.kind) {
    case "word":
      return post.words.has(query.word);
    case "phrase":
      return query.words.every((word) => post.words.has(word)) &&
        holdsRun(post.tokens, query.words);
    case "emoji":
      return post.bare.includes(query.emoji) &&
        post.graphemes.has(query.emoji);
    case "hashtag":
      return post.entities.hashtags.has(query.tag);
    case "cashtag":
      return post.entities.cashtags.has(query.tag);
    case "mention":
      return post.entities.mentions.has(query.user);
    case "from":
      return post.author === query.user;
    case "lang":
      return post.lang === query.lang || post.lang.startsWith(`${query.lang}-`);
    case "has":
      return has(query.what, post);
    case "retweet":
      return post.retweet;
    case "not":
      return !matchQuery(query.operator, post);
    case "all":
      return query.queries.every((part) => matchQuery(part, post));
    case "any":
      return query.queries.some((part) => matchQuery(part, post));
  }
}

function has(what: HasKind, { entities }: MatchDocument): boolean {
  return what === "links" ? entities.links : entities[what].size > 0;
}
