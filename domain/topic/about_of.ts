import type { TopicAbout } from "./topic.ts";

/** What of a topic may change, and nothing else of it. */
export function aboutOf({ query, color, active }: TopicAbout): TopicAbout {
  return { query, color, active };
}
