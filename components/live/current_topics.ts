import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { LiveTopics } from "./live_topics.ts";

/** Those of the rendered topics that are still there, each as it is now, and then those that came. */
export function currentTopics(
  live: LiveTopics,
  rendered: readonly TopicSummary[],
): TopicSummary[] {
  const left = new Map(live);
  const kept: TopicSummary[] = [];
  for (const topic of rendered) {
    const now = left.get(topic.slug);
    if (now) kept.push({ ...topic, ...now.about });
    left.delete(topic.slug);
  }
  const came = Array.from(left, ([slug, { about, totals }]) => ({
    slug,
    ...(about ?? { query: slug, color: "", active: true }),
    posts: totals.posts,
    lastPostAt: null,
  }));
  return [...kept, ...came];
}
