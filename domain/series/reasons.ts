import type { TermKind } from "../post/post.ts";
import { fingerprintOf, plainText } from "../top/items.ts";

/** A term, how many posts hold it, and how many of those before. */
export interface TermShift {
  readonly kind: TermKind;
  readonly term: string;
  readonly count: number;
  readonly before: number;
}

/** Numbers of posts that terms were counted in. */
export interface CountedPosts {
  readonly during: number;
  readonly before: number;
}

/** Posts that the prior weighs as much as. */
const PRIOR = 50;
/** In standard deviations: 95 % on one side. */
const LEAST_SCORE = 1.96;
/** Fewer posts than this are chance. */
const LEAST_COUNT = 3;

/**
 * The terms that most set posts apart from those before, clearest first: by
 * log-odds with an informative Dirichlet prior, in standard deviations
 * (Monroe, Colaresi and Quinn, "Fightin' Words", 2008). The prior is how often
 * a term occurs in both together, so that rare ones need more evidence.
 */
export function distinctiveTerms(
  terms: readonly TermShift[],
  posts: CountedPosts,
): TermShift[] {
  return terms.filter(({ count }) => count >= LEAST_COUNT)
    .map((term) => ({ term, score: logOdds(term, posts) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score).map(({ term }) => term);
}

function logOdds(
  { count, before }: TermShift,
  posts: CountedPosts,
): number {
  const share = (count + before) / Math.max(1, posts.during + posts.before);
  const prior = PRIOR * share;
  const odds = (holding: number, all: number) =>
    (holding + prior) / (Math.max(0, all - holding) + PRIOR - prior + 0.5);
  const difference = Math.log(odds(count, posts.during)) -
    Math.log(odds(before, posts.before));
  return difference / Math.sqrt(1 / (count + prior) + 1 / (before + prior));
}

/** A post's text, and where it was posted. */
interface SourcedText {
  readonly text: string;
  readonly source: string;
}

/** A text, how often it was posted, and where first. */
export interface RepeatedText extends SourcedText {
  readonly count: number;
}

/**
 * The text that most posts repeat, without `RT @name:` and links; null if none
 * is there twice.
 */
export function mostRepeated(
  posts: Iterable<SourcedText>,
): RepeatedText | null {
  const counts = new Map<string, RepeatedText & { count: number }>();
  for (const { text: raw, source } of posts) {
    const text = plainText(raw);
    if (text === "") continue;
    const key = fingerprintOf(text);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { text, source, count: 1 });
  }
  let most: RepeatedText | null = null;
  for (const one of counts.values()) {
    if (one.count >= 2 && one.count > (most?.count ?? 0)) most = one;
  }
  return most;
}

/** Authors whose share is shown. */
const TOP = 10;

/** The number of different authors, and the part of all posts that the ten busiest wrote; null if none has an author. */
export function topAuthors(
  authors: Iterable<string | null>,
): { authors: number; share: number } | null {
  const counts = new Map<string, number>();
  let posts = 0;
  for (const author of authors) {
    if (author === null) continue;
    posts++;
    counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  if (posts === 0) return null;
  const top = [...counts.values()].sort((a, b) => b - a).slice(0, TOP);
  return {
    authors: counts.size,
    share: top.reduce((a, b) => a + b, 0) / posts,
  };
}
