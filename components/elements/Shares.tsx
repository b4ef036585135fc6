import type { VNode } from "preact";
import { formatPercent } from "../../domain/format/format_percent.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import { Mood } from "../post/Mood.tsx";

const SENTIMENTS = ["positive", "neutral", "negative"] as const;

/** Shares of positive, neutral and negative posts in numbers: `▲ 38 % ● 35 % ▼ 27 %`. */
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
