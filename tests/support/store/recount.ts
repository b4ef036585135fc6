import { Buffer } from "node:buffer";
import type { Term } from "../../../domain/post/term.ts";
import type { Rows } from "./read_rows.ts";

type PostRow = Pick<Rows["posts"][number], "topic_id" | "created_ms" | "score">;

interface CountedTerm {
  readonly kind: string;
  readonly term: string;
}

/** Start of the bucket that a time lies in, in seconds; written unlike the program's own. */
export function startOf(ms: number, step: number): number {
  let t = Math.trunc(ms / 1_000 / step) * step;
  if (t * 1_000 > ms) t -= step;
  return t + 0; // not -0
}

/** Buckets as rows say that they must be, in the order of their key. */
export function recountBuckets(
  posts: readonly PostRow[],
  steps: readonly number[] = [10, 60, 3_600],
): Rows["buckets"] {
  const groups = groupByStart(posts, steps);
  return groups.map(({ topic_id, step, t, members }) => ({
    topic_id,
    step,
    t,
    posts: members.length,
    positive: members.filter(({ score }) => score > 0).length,
    negative: members.filter(({ score }) => score < 0).length,
    neutral: members.filter(({ score }) => score === 0).length,
    score: members.reduce((sum, { score }) => sum + score, 0),
    squares: members.reduce((sum, { score }) => sum + score * score, 0),
  }));
}

/** Counts of terms, and of sources, as rows say that they must be, in the order of their key. */
export function recountTerms<P extends PostRow & { source: string }>(
  posts: readonly P[],
  termsOf: (post: P) => readonly Term[],
): Rows["terms"] {
  return groupByStart(posts, [60, 3_600]).flatMap(
    ({ members, topic_id, step, t }) => {
      const all = members.flatMap((post): CountedTerm[] => [
        ...termsOf(post),
        { kind: "source", term: post.source },
      ]);
      const counts = Map.groupBy(all, ({ kind, term }) => `${kind} ${term}`);
      return [...counts.values()]
        .map((same) => ({ topic_id, step, t, ...same[0]!, count: same.length }))
        .sort((a, b) => compareBytes(a.kind, b.kind) || compareTerms(a, b));
    },
  );
}

function compareTerms(a: CountedTerm, b: CountedTerm): number {
  return compareBytes(a.term, b.term);
}

/** The order of UTF-8, which is that of code points and not of UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

interface Group<P> {
  topic_id: number;
  step: number;
  t: number;
  members: P[];
}

function groupByStart<P extends PostRow>(
  posts: readonly P[],
  steps: readonly number[],
): Group<P>[] {
  const groups = new Map<string, Group<P>>();
  for (const step of steps) {
    for (const post of posts) {
      const { topic_id } = post;
      const t = startOf(post.created_ms, step);
      const key = `${topic_id} ${step} ${t}`;
      const group = groups.get(key) ?? { topic_id, step, t, members: [] };
      group.members.push(post);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) =>
    a.topic_id - b.topic_id || a.step - b.step || a.t - b.t
  );
}
