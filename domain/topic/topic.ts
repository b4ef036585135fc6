import type * as v from "valibot";
import type { TopicAboutSchema, TopicSchema } from "../schema/topics.ts";

/** Only the part of a topic that may change. */
export function aboutOf({ query, color, active }: TopicAbout): TopicAbout {
  return { query, color, active };
}

/** What a topic is about, in a sentence for who has not seen it. */
export function describeTopic({ query, description }: Topic): string {
  return description ||
    `Posts matching ${query}: how many, how people feel, and what they say.`;
}

/** The first color of the palette that is not in use; if all are, the palette starts over. */
export function freeColor(inUse: readonly string[]): string {
  const used = new Set(inUse.map((color) => color.toUpperCase()));
  for (let i = 0; i <= used.size; i++) {
    const color = topicColor(i);
    if (!used.has(color.toUpperCase())) return color;
  }
  return topicColor(inUse.length);
}

/** The palette of Okabe and Ito; colors that also mark sentiment come last. */
const COLORS = [
  "#009E73",
  "#CC79A7",
  "#D55E00",
  "#F0E442",
  "#0072B2",
  "#56B4E9",
  "#E69F00",
] as const;

/** The color of the topic with a number, from 0, in the order in which topics are added. */
export function topicColor(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}

/** Milliseconds after which a topic without new posts is history. */
const OLD_MS = 86_400_000;

/** Whether the newest post of a topic is more than a day old. */
export function isOld(lastPostAt: string | null, nowMs: number): boolean {
  return lastPostAt !== null && Date.parse(lastPostAt) < nowMs - OLD_MS;
}

/** A login that replaces the token. */
export interface Session {
  /** Letters, digits, `.`, `-` and `_`; reveals nothing of the token. */
  readonly value: string;
  /** Its lifetime. */
  readonly seconds: number;
}

/** Orders of topics: as they were added, or by rate, highest first. */
export const TOPIC_ORDERS = ["made", "rate"] as const;

/** One of {@linkcode TOPIC_ORDERS}. */
export type TopicOrder = typeof TOPIC_ORDERS[number];

/** Topics in an order; paused ones come last when it is by rate. */
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
export type Topic = Pick<
  TopicSummary,
  "slug" | "query" | "color" | "active" | "title" | "description"
>;

/** The part of a topic that may change while it is tracked. */
export type TopicAbout = v.InferOutput<typeof TopicAboutSchema>;

/** What pages say of a topic that show many: its words without mood would make them long. */
export function withoutIgnored(
  { ignored: _, ...topic }: TopicSummary,
): TopicSummary {
  return topic;
}

/** A topic that is not stored yet. */
export type TopicSeed = Pick<Topic, "slug" | "query">;

/** A topic as `GET /api/topics` answers it. */
export type TopicSummary = v.InferOutput<typeof TopicSchema>;
