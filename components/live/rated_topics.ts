import type { TopicSummary } from "../../domain/topic/topic.ts";

/** Those of the rendered topics that are still there by their rates, and then those that came; as rendered while no rate is known. */
export function ratedTopics(
  rates: ReadonlyMap<string, number>,
  rendered: readonly TopicSummary[],
): readonly TopicSummary[] {
  if (rates.size === 0) return rendered;
  const known = new Set(rendered.map(({ slug }) => slug));
  const came = [...rates.keys()].filter((slug) => !known.has(slug));
  const unknown = { color: "", active: true, posts: 0, lastPostAt: null };
  return [
    ...rendered.filter(({ slug }) => rates.has(slug)),
    ...came.map((slug) => ({ slug, query: slug, ...unknown })),
  ];
}
