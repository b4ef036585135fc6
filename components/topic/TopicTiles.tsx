import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { Series } from "../../domain/series/series.ts";
import { ShareBar } from "../chart/ShareBar.tsx";
import { Shares } from "./Shares.tsx";
import { Sparkline } from "../chart/Sparkline.tsx";
import { sparklineValues } from "../chart/sparkline_values.ts";
import { sumColumns } from "../chart/sum_columns.ts";
import { Tile } from "./Tile.tsx";

/** Props of {@linkcode TopicTiles}. */
export interface TopicTilesProps {
  topic: ReadonlySignal<TopicSnapshot>;
  /** Its live window by the minute. */
  minutes: ReadonlySignal<Series>;
}

/** How much, and how people feel: in the last 15 minutes, and in all. */
export function TopicTiles({ topic, minutes }: TopicTilesProps): VNode {
  const { window, totals, rate } = topic.value;
  const recent = sumColumns(window);
  const past = sparklineValues(minutes.value);
  return (
    <dl class="tiles">
      <Tile
        label="Rate"
        below={<Sparkline values={past.posts} tone="posts" />}
      >
        <b data-rate={rate}>{formatCount(rate)}</b> /min
      </Tile>
      <Tile
        label="Mood, 15 min"
        below={<Sparkline values={past.mood} tone="posts" signed />}
      >
        <b>{formatScore(recent.score, recent.posts)}</b>
      </Tile>
      <Tile
        label={<Marked shape="▲">Positive, 15 min</Marked>}
        below={<Sparkline values={past.positive} tone="positive" />}
      >
        <b>{formatPercent(recent.positive, recent.posts)}</b>
      </Tile>
      <Tile
        label={<Marked shape="▼">Negative, 15 min</Marked>}
        below={<Sparkline values={past.negative} tone="negative" />}
      >
        <b>{formatPercent(recent.negative, recent.posts)}</b>
      </Tile>
      <Tile
        label="In all"
        below={
          <>
            <ShareBar totals={totals} />
            <p class="note">
              <Shares totals={totals} />
            </p>
          </>
        }
      >
        <b data-total={totals.posts}>{formatCount(totals.posts)}</b> posts
      </Tile>
    </dl>
  );
}

function Marked(
  { shape, children }: { shape: string; children: ComponentChildren },
): VNode {
  return (
    <>
      <span aria-hidden="true">{shape}</span> {children}
    </>
  );
}
