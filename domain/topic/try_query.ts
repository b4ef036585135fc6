import type * as v from "valibot";
import { matchQuery, prepareText } from "../query/match.ts";
import type { Query } from "../query/query.ts";
import type {
  NewTopicSchema,
  QueryTrialSchema,
  TopicChangeSchema,
  TrialExampleSchema,
  TrialOfXSchema,
} from "../schema/topics.ts";
import type { TopicSeed } from "./topic.ts";

/** A shorter time is too little to estimate a day from. */
const LEAST_SECONDS = 600;
const DAY_SECONDS = 86_400;

/** The estimated posts of X on a day, and their cost in US dollars. */
interface XPerDay {
  readonly posts: number;
  readonly cost: number;
}

/** Estimates a day of X from a trial; null if the trial covers too little time. */
export function xPerDay(trial: TrialOfX | undefined): XPerDay | null {
  if (!trial || trial.seconds < LEAST_SECONDS) return null;
  const posts = Math.round(trial.matched * DAY_SECONDS / trial.seconds);
  return { posts, cost: costOf(posts) };
}

/** What X bills for a post, in US dollars. */
const DOLLARS_A_POST = 0.005;

/** What posts of X cost, in US dollars. */
export function costOf(posts: number): number {
  return Math.round(posts * DOLLARS_A_POST * 1_000) / 1_000;
}

/** A topic to be added, named by now; without a color it gets the next free one. */
export type NewTopic = v.InferOutput<typeof NewTopicSchema> & TopicSeed;

/** Changes to a topic. */
export type TopicChange = v.InferOutput<typeof TopicChangeSchema>;

/** Whether a request may change topics. */
export type Admission =
  | { readonly kind: "admitted" }
  /** No token is configured. */
  | { readonly kind: "read-only" }
  | { readonly kind: "refused" }
  /** Too many wrong tokens from that address; `retryAfter` is in seconds. */
  | { readonly kind: "blocked"; readonly retryAfter: number };

/** A stored post, as far as queries and people look at it. */
export interface TriedPost {
  readonly text: string;
  readonly lang: string;
  readonly author: string | null;
  /** Another name of the author. */
  readonly alias?: string | null;
  readonly source: string;
  /** Slug of a topic that holds it. */
  readonly topic: string;
  readonly extId: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** A post that a query matches. */
export type TrialExample = v.InferOutput<typeof TrialExampleSchema>;

/** The part of a trial that is about X, which bills each post. */
export type TrialOfX = v.InferOutput<typeof TrialOfXSchema>;

/** The result of trying a query on stored posts. */
export type QueryTrial = v.InferOutput<typeof QueryTrialSchema>;

/** Options for {@linkcode tryQuery}. */
export interface TryQueryOptions {
  /** Examples at most. @default {5} */
  examples?: number;
}

/** Counts which posts a query matches. */
export async function tryQuery(
  query: Query,
  posts: AsyncIterable<TriedPost>,
  options: TryQueryOptions = {},
): Promise<QueryTrial> {
  const { examples: most = 5 } = options;
  const examples: TrialExample[] = [];
  const x = { matched: 0, fromMs: Infinity, toMs: -Infinity };
  let matched = 0;
  let of = 0;
  for await (const post of posts) {
    of++;
    const isOfX = post.source === "x";
    if (isOfX) {
      x.fromMs = Math.min(x.fromMs, post.createdMs);
      x.toMs = Math.max(x.toMs, post.createdMs);
    }
    if (!matchQuery(query, prepareText(post))) continue;
    matched++;
    if (isOfX) x.matched++;
    if (examples.length < most) examples.push(toExample(post));
  }
  const seconds = (x.toMs - x.fromMs) / 1_000;
  const ofX = seconds >= 0 && { x: { matched: x.matched, seconds } };
  return { matched, of, examples, ...ofX };
}

function toExample(
  { extId, createdMs, alias: _, ...post }: TriedPost,
): TrialExample {
  const createdAt = new Date(createdMs).toISOString();
  const { text, lang, author, source, topic } = post;
  return { id: extId, source, topic, author, createdAt, lang, text };
}
