import type { Sentiment } from "../post/post.ts";

/** A value for each class: probabilities of a post, or shares of posts. */
export type ByMood = Readonly<Record<Sentiment, number>>;

/** The classes, in the order in which they are shown. */
export const MOODS = ["positive", "neutral", "negative"] as const;

/** A value of each class. */
export function byMood<T>(
  valueOf: (mood: Sentiment) => T,
): Record<Sentiment, T> {
  const [positive, neutral, negative] = MOODS.map(valueOf) as [T, T, T];
  return { positive, neutral, negative };
}

/** A post that was labelled. */
export interface LabelledPost {
  /** What the scorer says; the sum is 1. */
  readonly p: ByMood;
  /** What readers say: the part of them that chose each class; the sum is 1. */
  readonly y: ByMood;
}

/** The scorer's probabilities of random posts of a time. */
export interface Pool {
  readonly posts: number;
  readonly means: ByMood;
  /** Of single posts. */
  readonly variances: ByMood;
}

/** A share, 0 to 1, with the ends of its 95 % confidence interval. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Shares of the three classes. */
export type Shares = Readonly<Record<Sentiment, Share>>;

/** Means and variances of what the scorer says of some posts. */
export function poolOf(posts: readonly ByMood[]): Pool {
  const columns = byMood((mood) => posts.map((p) => p[mood]));
  return {
    posts: posts.length,
    means: byMood((mood) => meanOf(columns[mood])),
    variances: byMood((mood) => varianceOf(columns[mood])),
  };
}

/**
 * Shares of the posts of a time, of which readers labelled a random part: the
 * regression estimator of surveys, which is also prediction-powered inference
 * with a tuned weight (Angelopoulos et al. 2023): λ · mean(p) of the pool, and
 * mean(y − λ · p) of the labelled. One λ for all classes lets shares add up to 1.
 * The interval is that of Wilson, with as many labels as would be as exact alone.
 *
 * @param pool Random posts of the same time, the labelled ones apart; or all of them.
 * @param total Posts of that time. If the pool or the labels are all of them, they leave nothing to chance.
 */
export function estimateShares(
  labelled: readonly LabelledPost[],
  pool: Pool,
  total: number,
): Shares {
  const n = labelled.length;
  const lambda = tuneWeight(labelled, pool);
  return byMood((mood) => {
    const ys = labelled.map(({ y }) => y[mood]);
    const rests = labelled.map(({ p, y }) => y[mood] - lambda * p[mood]);
    const share = lambda * pool.means[mood] + meanOf(rests);
    const variance = varianceOf(rests) / n * left(n, total) +
      lambda ** 2 * pool.variances[mood] / pool.posts * left(pool.posts, total);
    return wilson(share, worth(varianceOf(ys), variance, n, left(n, total)));
  });
}

/** The part of a variance that is left where a part of a whole is known. */
function left(known: number, total: number): number {
  return Math.max(0, 1 - known / Math.max(known, total));
}

/** How much of the scorer's differences between posts readers confirm: 0 to 1. */
function tuneWeight(labelled: readonly LabelledPost[], pool: Pool): number {
  const sum = (of: (mood: Sentiment) => number) =>
    MOODS.reduce((total, mood) => total + of(mood), 0);
  const n = labelled.length;
  const shared = sum((mood) =>
    covarianceOf(
      labelled.map(({ p }) => p[mood]),
      labelled.map(({ y }) => y[mood]),
    )
  );
  const own = sum((mood) => varianceOf(labelled.map(({ p }) => p[mood])));
  if (own === 0) return 0;
  return Math.min(1, Math.max(0, shared / own / (1 + n / pool.posts)));
}

/** Labels are never worth more than so many times their number, however well the scorer knows. */
const MOST_WORTH = 10;

/** How many labels alone would be as exact; as many as there are if none differ. */
function worth(
  ofLabels: number,
  variance: number,
  n: number,
  left: number,
): number {
  if (left === 0) return Infinity;
  if (ofLabels === 0) return n / left;
  return Math.min(Math.max(ofLabels / variance, n), n * MOST_WORTH / left);
}

/** Standard errors on either side of a share for 95 % confidence. */
const NORMAL_95 = 1.96;

/** Wilson's interval of a share that `n` labels found. */
export function wilson(found: number, n: number): Share {
  const share = Math.min(1, Math.max(0, found));
  if (n === Infinity) return { share, low: share, high: share };
  const z2 = NORMAL_95 ** 2 / n;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = Math.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
  return {
    share,
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  };
}

/** Half a label is added to each class, so that none is impossible afterwards. */
const PRIOR = 0.5;
const ROUNDS = 100;

/**
 * How much more frequent each class is among the labelled posts than the scorer
 * assumes: with these weights the mean of {@linkcode adjust} equals the labels.
 */
export function findPriors(labelled: readonly LabelledPost[]): ByMood {
  const n = labelled.length;
  const wanted = byMood((mood) =>
    (n * meanOf(labelled.map(({ y }) => y[mood])) + PRIOR) / (n + 3 * PRIOR)
  );
  let priors: ByMood = byMood(() => 1);
  for (let round = 0; round < ROUNDS; round++) {
    const adjusted = labelled.map(({ p }) => adjust(p, priors));
    const scaled = byMood((mood) =>
      priors[mood] * wanted[mood] / meanOf(adjusted.map((q) => q[mood]))
    );
    priors = byMood((mood) => scaled[mood] / scaled.neutral);
  }
  return priors;
}

/** Least probability of a class, so that weights can raise it. */
const LEAST = 0.0005;

/** A post's probabilities under other priors: `q = p · λ`, normalised. */
export function adjust(p: ByMood, priors: ByMood): ByMood {
  const raised = byMood((mood) => Math.max(LEAST, p[mood]) * priors[mood]);
  const sum = raised.positive + raised.neutral + raised.negative;
  return byMood((mood) => raised[mood] / sum);
}

/**
 * Shares of another time than the labelled one: means of adjusted probabilities.
 * The interval holds the chance of the check and that of the pool; it cannot know
 * how people write differently by then.
 *
 * @param posts What the scorer says of random posts of that time.
 * @param total Posts of that time.
 */
export function adjustShares(
  labelled: readonly LabelledPost[],
  posts: readonly ByMood[],
  total: number,
): Shares {
  const n = labelled.length;
  const priors = findPriors(labelled);
  const { means, variances } = poolOf(posts.map((p) => adjust(p, priors)));
  return byMood((mood) => {
    const ys = labelled.map(({ y }) => y[mood]);
    const rests = labelled.map(({ p, y }) => y[mood] - adjust(p, priors)[mood]);
    const variance = varianceOf(rests) / n +
      variances[mood] / posts.length * left(posts.length, total);
    const known = Math.min(MOST_WORTH * n, varianceOf(ys) / variance || n);
    return wilson(means[mood], known);
  });
}

function meanOf(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : values.reduce((a, b) => a + b, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  return covarianceOf(values, values);
}

function covarianceOf(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const sum = a.reduce((sum, x, i) => sum + (x - meanA) * (b[i]! - meanB), 0);
  return a.length < 2 ? 0 : sum / (a.length - 1);
}
