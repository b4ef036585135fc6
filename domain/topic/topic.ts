import { foldText } from "../text/tokens.ts";

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

/** A letter or digit, and what belongs to the same word; no part of an emoji such as 1️⃣. */
const WORD = /[\p{L}\p{Nd}][[\p{L}\p{M}\p{Nd}]--[\u{FE0E}\u{FE0F}\u{20E3}]]*/gv;

/**
 * Names a topic after its query: `"climate change"` becomes `climate-change`.
 *
 * Empty if the query holds no letter and no digit.
 */
export function slugOf(query: string): string {
  const words = foldText(query).match(WORD) ?? [];
  const slug = Array.from(words.join("-")).slice(0, MAX_SLUG_LENGTH).join("");
  return slug.replace(/-$/, "");
}

/** Characters that a slug may have. */
const MAX_SLUG_LENGTH = 64;

/** What a slug is, for those who wrote something else. */
export const SLUG_RULE =
  `1 to ${MAX_SLUG_LENGTH} lower-case letters, digits, - and _, a letter or digit first`;

const SLUG = new RegExp(
  String.raw`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_\-]{0,${MAX_SLUG_LENGTH - 1}}$`,
  "u",
);

/** Whether a text can name a topic: in an address, a subject of NATS and a file's name alike. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && foldText(text) === text;
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

/** What somebody tracks. */
export interface Topic {
  /** Its name in addresses and subjects: see `slugOf`. */
  readonly slug: string;
  /** In the query language of `query.ts`. */
  readonly query: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Whether new posts are taken in. */
  readonly active: boolean;
}

/** What of a topic may change while it is tracked. */
export type TopicAbout = Pick<Topic, "query" | "color" | "active">;

/** A topic that is not made yet. */
export type TopicSeed = Pick<Topic, "slug" | "query">;

/** A topic as `GET /api/topics` answers it. */
export interface TopicSummary extends Topic {
  /** Number of posts stored so far. */
  readonly posts: number;
  /** ISO 8601, UTC; null before the first post. */
  readonly lastPostAt: string | null;
}

/** The topics as they are now, with a notification of each change. */
export interface TopicWatch {
  /** Active and paused ones; a new array after each change. */
  readonly current: readonly Topic[];
  /** Calls back after each change; call the returned function to unsubscribe. */
  onChange(callback: () => void): () => void;
}
