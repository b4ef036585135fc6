import { prepareText } from "../../domain/query/match.ts";
import { matchQuery } from "../../domain/query/match_query.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import type { MatchTopics } from "./to_messages.ts";

/** Finds the active topics that a post matches. */
export function createMatcher(topics: readonly Topic[]): MatchTopics {
  const active = topics.filter((topic) => topic.active)
    .map(({ slug, query }) => ({ slug, query: parseQuery(query) }));
  return (post) => {
    const document = prepareText(post);
    return active.filter(({ query }) => matchQuery(query, document))
      .map(({ slug }) => slug);
  };
}
