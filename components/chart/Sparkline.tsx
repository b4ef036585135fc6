import type { VNode } from "preact";
import type { Totals } from "../../domain/live/snapshot.ts";
import type { Columns } from "../../domain/series/series.ts";
import type { Fill } from "./data.ts";
import { moodLine } from "./mood.ts";
import { BOX_HEIGHT, linePath } from "./shapes.ts";

/** Props of {@linkcode Sparkline}. */
interface SparklineProps {
  /** One value for each bucket; null where there is none. */
  values: readonly (number | null)[];
  fill: Fill;
  /** Whether values may be negative; then zero is in the middle. */
  signed?: boolean;
}

/** A line the size of a word: the past of the number beside it, which says all that screen readers need. */
export function Sparkline(
  { values, fill, signed = false }: SparklineProps,
): VNode {
  const reach = values.reduce<number>(
    (most, value) => Math.max(most, Math.abs(value ?? 0)),
    0,
  ) || 1;
  return (
    <svg
      class={`sparkline ${fill}`}
      viewBox={`0.5 0 ${Math.max(1, values.length - 1)} ${BOX_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {signed && (
        <line x2={values.length} y1={BOX_HEIGHT / 2} y2={BOX_HEIGHT / 2} />
      )}
      <path d={linePath(values, { min: signed ? -reach : 0, max: reach })} />
    </svg>
  );
}

/** Shares of positive, neutral and negative posts as one bar, by the numbers that stand beside it. */
export function ShareBar({ totals }: { totals: Totals }): VNode {
  const { posts, positive, neutral, negative } = totals;
  const percent = (count: number) =>
    `${posts > 0 ? Math.round(1_000 * count / posts) / 10 : 0}%`;
  return (
    <svg class="share" aria-hidden="true">
      <rect class="positive" width={percent(positive)} height="100%" />
      <rect
        class="neutral"
        x={percent(positive)}
        width={percent(neutral)}
        height="100%"
      />
      <rect
        class="negative"
        x={percent(positive + neutral)}
        width={percent(negative)}
        height="100%"
      />
    </svg>
  );
}

/** What the tiles' sparklines show, one value for each finished bucket; null where nobody posted. */
interface SparklineValues {
  readonly posts: number[];
  /** From -100 to 100. */
  readonly mood: (number | null)[];
  /** Shares, from 0 to 1. */
  readonly positive: (number | null)[];
  readonly negative: (number | null)[];
}

/** Values of all buckets of a live series but its last, which is still filling. */
export function sparklineValues(series: Columns): SparklineValues {
  const posts = series.posts.slice(0, -1);
  const mean = (column: readonly number[]) =>
    posts.map((count, i) => count > 0 ? column[i]! / count : null);
  return {
    posts,
    mood: moodLine(series).values.slice(0, -1),
    positive: mean(series.positive),
    negative: mean(series.negative),
  };
}
