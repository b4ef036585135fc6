import type * as v from "valibot";
import type * as stored from "../schema/stored.ts";

/** What of a topic may change, and nothing else of it. */
export function aboutOf({ query, color, active }: TopicAbout): TopicAbout {
  return { query, color, active };
}

/** The first color of the palette that is not in use; where all are, it begins again. */
export function freeColor(inUse: readonly string[]): string {
  const used = new Set(inUse.map((color) => color.toUpperCase()));
  for (let i = 0; i <= used.size; i++) {
    const color = topicColor(i);
    if (!used.has(color.toUpperCase())) return color;
  }
  return topicColor(inUse.length);
}

/** The palette of Okabe and Ito; what also tells a mood comes last. */
const COLORS = [
  "#009E73",
  "#CC79A7",
  "#D55E00",
  "#F0E442",
  "#0072B2",
  "#56B4E9",
  "#E69F00",
] as const;

/** The color of the topic that was made as number `index`, from 0. */
export function topicColor(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}

/** What lets somebody in who has shown the token before. */
export interface Session {
  /** Letters, digits, `.`, `-` and `_`; says nothing of the token. */
  readonly value: string;
  /** How long it lasts. */
  readonly seconds: number;
}

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

/** A tracked topic. */
export type Topic = Pick<TopicSummary, "slug" | "query" | "color" | "active">;

/** The part of a topic that may change while it is tracked. */
export type TopicAbout = v.InferOutput<typeof stored.TopicAboutSchema>;

/** A topic that is not stored yet. */
export type TopicSeed = Pick<Topic, "slug" | "query">;

/** A topic as `GET /api/topics` answers it. */
export type TopicSummary = v.InferOutput<typeof stored.TopicSchema>;

/** The topics as they are now, with a notification of each change. */
export interface TopicWatch {
  /** Active and paused ones; a new array after each change. */
  readonly current: readonly Topic[];
  /** Calls back after each change; call the returned function to unsubscribe. */
  onChange(callback: () => void): () => void;
}
