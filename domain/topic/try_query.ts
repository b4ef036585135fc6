import { prepareText } from "../query/match.ts";
import { matchQuery } from "../query/match_query.ts";
import type { Query } from "../query/query.ts";

/** A stored post, as far as queries and people look at it. */
export interface TriedPost {
  readonly text: string;
  readonly lang: string;
  readonly author: string | null;
  readonly source: string;
  /** Slug of a topic that holds it. */
  readonly topic: string;
  readonly extId: string;
  readonly createdMs: number;
}

/** A post that a query matches. */
export interface TrialExample extends Omit<TriedPost, "extId" | "createdMs"> {
  /** The source's own id. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** What of the posts that were looked at came from X, which bills each that it sends. */
export interface TrialOfX {
  readonly matched: number;
  /** From the oldest to the newest that was looked at. */
  readonly seconds: number;
}

/** What a query would match. */
export interface QueryTrial {
  readonly matched: number;
  /** Number of posts that were looked at. */
  readonly of: number;
  /** Some of those that matched, in the order in which they were looked at. */
  readonly examples: readonly TrialExample[];
  /** Only if there were any. */
  readonly x?: TrialOfX;
}

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

function toExample({ extId, createdMs, ...post }: TriedPost): TrialExample {
  const createdAt = new Date(createdMs).toISOString();
  const { text, lang, author, source, topic } = post;
  return { id: extId, source, topic, author, createdAt, lang, text };
}
