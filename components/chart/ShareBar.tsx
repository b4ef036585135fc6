import type { VNode } from "preact";
import type { Totals } from "../../domain/live/snapshot.ts";

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
