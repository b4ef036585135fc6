import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatNumber } from "../../domain/format/format_number.ts";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { formatSpan } from "../../domain/format/format_span.ts";
import type { Spending } from "../../domain/pipeline/pipeline.ts";
import type { Viewer } from "./viewer.ts";
import { When } from "./When.tsx";

/** From this share of the limit on, it is said. */
const NEARLY = 0.8;

/** Props of {@linkcode SpendingNote}. */
export interface SpendingNoteProps {
  spending: Spending;
  viewer: Viewer;
}

/** What X bills for today. */
export function SpendingNote({ spending, viewer }: SpendingNoteProps): VNode {
  const { posts, limit, cost, renews } = spending;
  return (
    <section aria-labelledby="spending">
      <h2 id="spending">
        Billed by X <small>today, UTC</small>
      </h2>
      <p>
        <b>{formatCount(posts)}</b>
        {limit === null ? " " : ` of ${formatCount(limit)} `}
        posts, <b>US$&nbsp;{formatNumber(cost, 2)}</b>
      </p>
      {limit !== null && <Meter share={posts / limit} />}
      <p class="note">
        {limitWords(posts, limit)} Counts anew at{" "}
        <When at={renews} viewer={viewer} />, in{" "}
        {formatSpan(renews - viewer.now)}.
      </p>
    </section>
  );
}

function limitWords(posts: number, limit: number | null): string {
  if (limit === null) return "No limit is set.";
  if (posts >= limit) return "The limit is reached: X is not read until then.";
  const share = formatPercent(Math.floor(100 * posts / limit), 100);
  return posts < NEARLY * limit
    ? `${share} of the limit is used.`
    : `${share} of the limit is used: it may be reached today.`;
}

function Meter({ share }: { share: number }): VNode {
  const width = `${Math.round(1_000 * Math.min(1, share)) / 10}%`;
  return (
    <svg class="share" aria-hidden="true">
      <rect
        class={share < NEARLY ? "neutral" : "negative"}
        width={width}
        height="100%"
      />
    </svg>
  );
}
