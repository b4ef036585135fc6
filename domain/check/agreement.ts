import type { Sentiment } from "../post/post.ts";
import { byMood, MOODS } from "./estimate.ts";

/**
 * Krippendorff's alpha for unordered classes: how far readers agree beyond
 * chance; 1 is always, 0 as often as by chance. Posts with one label do not count.
 *
 * @param posts The labels of each post.
 * @returns Null if no post has two labels, or all labels are the same.
 */
export function agreementOf(
  posts: readonly (readonly Sentiment[])[],
): number | null {
  const paired = posts.filter((labels) => labels.length > 1);
  const count = paired.flat().length;
  if (count === 0) return null;
  let differing = 0;
  for (const labels of paired) {
    const pairs = labels.flatMap((a, i) =>
      labels.filter((b, j) => i !== j && a !== b)
    );
    differing += pairs.length / (labels.length - 1);
  }
  const totals = MOODS.map((mood) =>
    paired.flat().filter((label) => label === mood).length
  );
  const byChance = totals.reduce((sum, n) => sum + n * (count - n), 0) /
    (count - 1);
  return byChance === 0 ? null : 1 - differing / byChance;
}

/** Labels by what the scorer decided, and then by what readers chose. */
export type Confusion = Readonly<
  Record<Sentiment, Readonly<Record<Sentiment, number>>>
>;

/** Counts labels by the scorer's decision and the reader's. */
export function countDecisions(
  labels: readonly {
    readonly decision: Sentiment;
    readonly label: Sentiment;
  }[],
): Confusion {
  return byMood((decision) =>
    byMood((chosen) =>
      labels.filter((one) => one.decision === decision && one.label === chosen)
        .length
    )
  );
}
