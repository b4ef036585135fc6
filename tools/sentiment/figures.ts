import type { Sentiment } from "../../domain/post/post.ts";
import type { Agreement } from "../../domain/sentiment/model.ts";

const CLASSES: readonly Sentiment[] = ["negative", "neutral", "positive"];

/** Compares decisions with labels, by their places in both lists. */
export function agreementOf(
  decisions: readonly Sentiment[],
  labels: readonly Sentiment[],
): Agreement {
  const count = (list: readonly Sentiment[], one: Sentiment) =>
    list.filter((it) => it === one).length;
  const rows = CLASSES.map((one) => ({
    decided: count(decisions, one),
    labelled: count(labels, one),
    right: decisions.filter((it, i) => it === one && labels[i] === one).length,
  }));
  const mean = (values: number[]) =>
    values.reduce((a, b) => a + b) / values.length;
  const posts = labels.length;
  const error = (one: Sentiment) => {
    const { decided, labelled } = rows[CLASSES.indexOf(one)]!;
    return (decided - labelled) / posts;
  };
  const figures = {
    posts,
    accuracy: rows.reduce((sum, { right }) => sum + right, 0) / posts,
    macroF1: mean(
      rows.map(({ decided, labelled, right }) =>
        2 * right / Math.max(decided + labelled, 1)
      ),
    ),
    macroRecall: mean(
      rows.map(({ labelled, right }) => right / Math.max(labelled, 1)),
    ),
    positiveError: error("positive"),
    negativeError: error("negative"),
  };
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, round(value)]),
  ) as unknown as Agreement;
}

/** Pearson's correlation. */
export function correlate(
  xs: readonly number[],
  ys: readonly number[],
): number {
  const mean = (values: readonly number[]) =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let xy = 0, xx = 0, yy = 0;
  xs.forEach((x, i) => {
    const y = ys[i]!;
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}
