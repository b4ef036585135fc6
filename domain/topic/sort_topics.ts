import type { Topic } from "./topic.ts";

/** Orders of topics: as they were made, or the liveliest first. */
export const TOPIC_ORDERS = ["made", "rate"] as const;

/** One of {@linkcode TOPIC_ORDERS}. */
export type TopicOrder = typeof TOPIC_ORDERS[number];

/** Topics in an order; those that are stopped come last when it is by rate. */
export function sortTopics<T extends Pick<Topic, "slug" | "active">>(
  topics: readonly T[],
  order: TopicOrder,
  rateOf: (slug: string) => number,
): T[] {
  if (order === "made") return topics.slice();
  const rank = ({ slug, active }: T) => active ? rateOf(slug) : -1;
  return topics.toSorted((a, b) => rank(b) - rank(a));
}
