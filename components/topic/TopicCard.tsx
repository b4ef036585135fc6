import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { windowToMinutes } from "../../domain/series/window_to_minutes.ts";
import { ShareBar } from "../chart/ShareBar.tsx";
import { Shares } from "./Shares.tsx";
import { Sparkline } from "../chart/Sparkline.tsx";
import { sumColumns } from "../chart/sum_columns.ts";
import { TopicDot } from "./TopicDot.tsx";

/** Props of {@linkcode TopicCard}. */
export interface TopicCardProps {
  topic: TopicSummary;
  /** Null if nothing is known of it. */
  snapshot: TopicSnapshot | null;
}

/** One topic among all: is it alive, how much, how do people feel. */
export function TopicCard({ topic, snapshot }: TopicCardProps): VNode {
  const { slug, query, color, active } = topic;
  const total = snapshot?.totals.posts ?? topic.posts;
  return (
    <li class="card">
      <h2>
        <a href={`/t/${encodeURIComponent(slug)}`} aria-current="false">
          <TopicDot color={color} /> {slug}
        </a>
      </h2>
      <p class="query">{query}</p>
      {!active && <p class="note">Stopped: new posts are not taken in</p>}
      {active && snapshot && <Now snapshot={snapshot} />}
      <p class="note">
        <span>
          <b data-total={total}>{formatCount(total)}</b> posts in all
        </span>
      </p>
    </li>
  );
}

function Now({ snapshot }: { snapshot: TopicSnapshot }): VNode {
  const { window, rate } = snapshot;
  const recent = sumColumns(window);
  const minutes = windowToMinutes(window).posts.slice(0, -1);
  return (
    <>
      <div class="now">
        <p class="figure">
          <b data-rate={rate}>{formatCount(rate)}</b> /min
        </p>
        <Sparkline values={minutes} tone="posts" />
      </div>
      <ShareBar totals={recent} />
      <p class="note">
        Mood {formatScore(recent.score, recent.posts)}, last 15 min{" "}
        <Shares totals={recent} />
      </p>
    </>
  );
}
