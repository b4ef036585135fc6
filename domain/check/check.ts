import type { Sentiment } from "../post/post.ts";
import { decide } from "../sentiment/score.ts";
import { SCORER_VERSION } from "../sentiment/model.ts";
import type { TimeRange } from "../time/range.ts";
import { agreementOf, type Confusion, countDecisions } from "./agreement.ts";
import {
  adjustShares,
  type ByMood,
  byMood,
  estimateShares,
  type LabelledPost,
  type Pool,
  poolOf,
  type Shares,
  wilson,
} from "./estimate.ts";

/** What a reader says of a post; `skip`: nothing. */
export const LABELS = ["positive", "neutral", "negative", "skip"] as const;

/** One of {@linkcode LABELS}. */
export type Label = typeof LABELS[number];

/** How many posts a check may have. */
export const SIZES = [50, 100, 200] as const;

/** Labelled posts below which shares say too little. */
export const LEAST_LABELS = 30;

/** What the scorer says of random posts of a check's time. */
export interface CheckPool extends Pool {
  /** The parts of them that it decides for each class. */
  readonly decided: ByMood;
}

/** A check as it began. */
export interface CheckStart extends TimeRange {
  readonly id: number;
  /** Visible posts of that time, about. */
  readonly posts: number;
  readonly pool: CheckPool;
  /** {@linkcode SCORER_VERSION} by then. */
  readonly scorer: number;
  /** The topic's query by then. */
  readonly query: string;
  /** Whether the same words are taken out of the topic now. */
  readonly hasSameWords: boolean;
  /** Posts of the topic by then. */
  readonly topicPosts: number;
  readonly createdMs: number;
}

/** One reader's label. */
export interface StoredLabel {
  /** A digest of the reader's cookie. */
  readonly reader: string;
  readonly label: Label;
  readonly createdMs: number;
}

/** A post of a check with its labels. */
export interface CheckedPost {
  /** From 0, in the order in which posts are labelled. */
  readonly place: number;
  readonly seq: number;
  readonly p: ByMood;
  readonly labels: readonly StoredLabel[];
}

/** A check with all its posts. */
export interface Check extends CheckStart {
  readonly checked: readonly CheckedPost[];
}

/** The three probabilities of a scored post. */
export function toByMood(
  { pPositive, pNegative }: { pPositive: number; pNegative: number },
): ByMood {
  const neutral = Math.round(1_000 * (1 - pPositive - pNegative)) / 1_000;
  return { positive: pPositive, neutral, negative: pNegative };
}

/** The class that the scorer decides for. */
export function decisionOf({ positive, negative }: ByMood): Sentiment {
  return decide({ pPositive: positive, pNegative: negative });
}

/** Sums up what the scorer says of random posts. */
export function toCheckPool(posts: readonly ByMood[]): CheckPool {
  const decisions = posts.map(decisionOf);
  return {
    ...poolOf(posts),
    decided: byMood((mood) =>
      decisions.filter((decision) => decision === mood).length /
      Math.max(1, posts.length)
    ),
  };
}

/** Why a check does not hold any more. */
export type Outdated = "scorer" | "query" | "words" | "posts";

/** A check is out of date after so many times the posts of its time, */
const MOST_TIMES = 10;
/** and not before so many. */
const LEAST_SINCE = 1_000;

/** Why a check does not hold any more; nothing if it does. */
export function findOutdated(
  { scorer, query, hasSameWords, posts, topicPosts }: CheckStart,
  topic: { readonly query: string; readonly posts: number },
): Outdated[] {
  const since = topic.posts - topicPosts;
  return [
    ...(scorer === SCORER_VERSION ? [] : ["scorer"] as const),
    ...(query === topic.query ? [] : ["query"] as const),
    ...(hasSameWords ? [] : ["words"] as const),
    ...(since > Math.max(LEAST_SINCE, MOST_TIMES * posts)
      ? ["posts"] as const
      : []),
  ];
}

/** The labels of a post that say something. */
export function opinionsOf(
  { labels }: Pick<CheckedPost, "labels">,
): Sentiment[] {
  return labels.flatMap(({ label }) => label === "skip" ? [] : label);
}

/** The posts with labels that say something; of several, each counts its part. */
export function labelledOf(
  { checked }: Pick<Check, "checked">,
): LabelledPost[] {
  return checked.flatMap((post) => {
    const opinions = opinionsOf(post);
    const part = (mood: Sentiment) =>
      opinions.filter((label) => label === mood).length / opinions.length;
    return opinions.length === 0 ? [] : { p: post.p, y: byMood(part) };
  });
}

/** What a check found. */
export interface CheckResult {
  /** Labelled posts. */
  readonly labelled: number;
  /** Who labelled them. */
  readonly readers: number;
  /** When the newest label was given, in epoch milliseconds. */
  readonly labelledMs: number;
  /** By the labels. */
  readonly shares: Shares;
  /** By the scorer's decisions alone, of random posts of the same time. */
  readonly scored: Shares;
  readonly confusion: Confusion;
  /** Krippendorff's alpha; null unless two readers labelled the same posts. */
  readonly agreement: number | null;
}

/** Sums up a check; null until enough posts are labelled. */
export function resultOf(check: Check): CheckResult | null {
  const { checked, pool, posts } = check;
  const labelled = labelledOf(check);
  if (
    labelled.length < Math.min(LEAST_LABELS, checked.length) || !labelled[0]
  ) {
    return null;
  }
  const labels = checked.flatMap(({ labels }) => labels)
    .filter(({ label }) => label !== "skip");
  const decided = checked.flatMap((post) =>
    opinionsOf(post).map((label) => ({ decision: decisionOf(post.p), label }))
  );
  const isWhole = pool.posts >= posts;
  return {
    labelled: labelled.length,
    readers: new Set(labels.map(({ reader }) => reader)).size,
    labelledMs: labels.reduce((a, { createdMs }) => Math.max(a, createdMs), 0),
    shares: estimateShares(labelled, pool, posts),
    scored: byMood((mood) =>
      wilson(pool.decided[mood], isWhole ? Infinity : pool.posts)
    ),
    confusion: countDecisions(decided),
    agreement: agreementOf(checked.map(opinionsOf)),
  };
}

/** Shares of another time, as a check corrects what the scorer says of its posts; null if there are none. */
export function correctLater(
  check: Check,
  later: { readonly posts: readonly ByMood[]; readonly total: number },
): Shares | null {
  if (later.posts.length === 0) return null;
  return adjustShares(labelledOf(check), later.posts, later.total);
}

/** The posts on which readers and the scorer differ most, the clearest first. */
export function findDifferences(
  { checked }: Pick<Check, "checked">,
  most: number,
): CheckedPost[] {
  return checked.flatMap((post) => {
    const opinions = opinionsOf(post);
    const decision = decisionOf(post.p);
    if (!opinions.some((label) => label !== decision)) return [];
    const p = opinions.reduce((sum, label) => sum + post.p[label], 0) /
      opinions.length;
    return [{ post, p }];
  }).sort((a, b) => a.p - b.p).slice(0, most).map(({ post }) => post);
}

/** A label takes three seconds until a reader's pace is known, and pauses do not count. */
const USUAL_MS = 3_000;
const LONGEST_MS = 60_000;

/** How far a reader is. */
export interface Progress {
  /** Posts that this reader labelled or skipped. */
  readonly done: number;
  readonly size: number;
  /** The first post without a label of this reader; null if there is none. */
  readonly next: CheckedPost | null;
  /** The post that this reader labelled last; null if there is none. */
  readonly last: CheckedPost | null;
  /** Seconds that the rest takes, at this reader's pace. */
  readonly secondsLeft: number;
}

/** How far a reader is with a check. */
export function progressOf(
  { checked }: Pick<Check, "checked">,
  reader: string | null,
): Progress {
  const own = checked.flatMap((post) => {
    const label = post.labels.find((one) => one.reader === reader);
    return label ? [{ post, atMs: label.createdMs }] : [];
  }).sort((a, b) => a.atMs - b.atMs || a.post.place - b.post.place);
  const done = new Set(own.map(({ post }) => post));
  const spans = own.slice(1).map(({ atMs }, i) =>
    Math.min(LONGEST_MS, atMs - own[i]!.atMs)
  ).sort((a, b) => a - b);
  const pace = spans.length < 5
    ? USUAL_MS
    : spans[Math.floor(spans.length / 2)]!;
  return {
    done: done.size,
    size: checked.length,
    next: checked.find((post) => !done.has(post)) ?? null,
    last: own.at(-1)?.post ?? null,
    secondsLeft: (checked.length - done.size) * pace / 1_000,
  };
}
