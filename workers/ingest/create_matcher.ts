import { matchQuery } from "../../domain/match_query.ts";
import { parseQuery } from "../../domain/parse_query.ts";
import { prepareText } from "../../domain/prepare_text.ts";
import type { Topic } from "../../domain/topic.ts";
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
