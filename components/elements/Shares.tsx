import type { VNode } from "preact";
import { formatPercent } from "../../domain/format/numbers.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import type { Sentiment } from "../../domain/post/post.ts";

/** In the order in which they are shown. */
export const SENTIMENTS = ["positive", "neutral", "negative"] as const;

/** Percentages of positive, neutral and negative posts: `▲ 38 % ● 35 % ▼ 27 %`. */
export function Shares({ totals }: { totals: Omit<Totals, "score"> }): VNode {
  return (
    <span class="shares">
      {SENTIMENTS.map((sentiment) => (
        <span key={sentiment} class={sentiment}>
          <Mood sentiment={sentiment} />{" "}
          {formatPercent(totals[sentiment], totals.posts)}
        </span>
      ))}
    </span>
  );
}

/** A sentiment as shape and color, with its name for screen readers. */
export function Mood({ sentiment }: { sentiment: Sentiment }): VNode {
  return (
    <span class={`mood ${sentiment}`}>
      <span aria-hidden="true">{MOOD_SHAPES[sentiment]}</span>
      <span class="unseen">{sentiment}</span>
    </span>
  );
}

/** The shape of each sentiment. */
export const MOOD_SHAPES: Readonly<Record<Sentiment, string>> = {
  positive: "▲",
  neutral: "●",
  negative: "▼",
};
