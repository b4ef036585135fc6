import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { LiveTopics } from "./store.ts";

/** The rendered topics that still exist, as they are now, followed by new ones. */
export function currentTopics(
  live: LiveTopics,
  rendered: readonly TopicSummary[],
): TopicSummary[] {
  const known = new Set(rendered.map(({ slug }) => slug));
  const kept = rendered.filter(({ slug }) => live.has(slug));
  const added = [...live].filter(([slug]) => !known.has(slug));
  return [
    ...kept.map((topic) => ({ ...topic, ...live.get(topic.slug)?.about })),
    ...added.map(([slug, { about, totals }]) => ({
      ...newTopic(slug),
      ...about,
      posts: totals.posts,
    })),
  ];
}

/** The rendered topics that still have a rate, followed by new ones; as rendered while no rate is known. */
export function ratedTopics(
  rates: ReadonlyMap<string, number>,
  rendered: readonly TopicSummary[],
): readonly TopicSummary[] {
  if (rates.size === 0) return rendered;
  const known = new Set(rendered.map(({ slug }) => slug));
  const added = [...rates.keys()].filter((slug) => !known.has(slug));
  return [
    ...rendered.filter(({ slug }) => rates.has(slug)),
    ...added.map(newTopic),
  ];
}

function newTopic(slug: string): TopicSummary {
  const rest = { color: "", active: true, posts: 0, lastPostAt: null };
  return { slug, query: slug, ...rest };
}
