import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { hourChange } from "../../domain/live/minutes.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { MinuteCounts } from "../../domain/series/minute_counts.ts";
import { recentMinutes } from "../../domain/series/recent_minutes.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { ShareBar } from "../chart/ShareBar.tsx";
import { Sparkline } from "../chart/Sparkline.tsx";
import { sumColumns } from "../chart/sum_columns.ts";
import { Shares } from "../elements/Shares.tsx";
import { Ago } from "../post/Ago.tsx";
import { Mood } from "../post/Mood.tsx";
import { TopicDot } from "../topic/TopicDot.tsx";
import { Change } from "./Change.tsx";
import { TopWords } from "./TopWords.tsx";

/** Minutes that the sparkline shows. */
const SHOWN_MINUTES = 60;

/** Mean scores nearer to zero are shown as zero. */
const LEAST_MOOD = 0.005;

/** Props of {@linkcode TopicCard}. */
interface TopicCardProps {
  topic: TopicSummary;
  /** Null if nothing is known of it. */
  snapshot: TopicSnapshot | null;
  /** What is known of the last two hours besides; null if nothing. */
  minutes: MinuteCounts | null;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Whether there is another topic to compare it with. */
  isComparable: boolean;
}

/** One topic among all: is it alive, how much, how do people feel. */
export function TopicCard(props: TopicCardProps): VNode {
  const { topic, snapshot, minutes, renderedAt, isComparable } = props;
  const { slug, query, color, active } = topic;
  const total = snapshot?.totals.posts ?? topic.posts;
  const newest = snapshot?.posts[0]?.createdAt ?? topic.lastPostAt;
  return (
    <li class="card">
      <div class="title">
        <h2>
          <a href={`/t/${encodeURIComponent(slug)}`} aria-current="false">
            <TopicDot color={color} /> {slug}
          </a>
        </h2>
        {isComparable && (
          <label class="note">
            <input type="checkbox" name="topics" value={slug} />
            Compare <span class="unseen">{slug}</span>
          </label>
        )}
      </div>
      <p class="query">{query}</p>
      {!active && <p class="note">Paused: new posts are not taken in</p>}
      {active && snapshot && (
        <>
          <Now snapshot={snapshot} minutes={minutes} />
          <TopWords slug={slug} terms={snapshot.terms} />
        </>
      )}
      <p class="note">
        <span>
          <b data-total={total}>{formatCount(total)}</b> posts in all
        </span>
        {newest && (
          <span>
            last post <Ago at={newest} renderedAt={renderedAt} /> ago
          </span>
        )}
      </p>
    </li>
  );
}

function Now(
  { snapshot, minutes: read }: Pick<TopicCardProps, "minutes"> & {
    snapshot: TopicSnapshot;
  },
): VNode {
  const { window, rate } = snapshot;
  const recent = sumColumns(window);
  const minutes = recentMinutes(read, window);
  const change = read?.isWhole ? hourChange(minutes) : null;
  return (
    <>
      <p class="figure">
        <b data-rate={rate}>{formatCount(rate)}</b> /min
      </p>
      <Sparkline
        values={sinceFirst(minutes.slice(-SHOWN_MINUTES))}
        tone="posts"
      />
      <Change change={change} />
      <ShareBar totals={recent} />
      <p class="note">
        <span>
          Mood <Mood sentiment={moodOf(recent)} />{" "}
          {formatScore(recent.score, recent.posts)}, last 15 min
        </span>
        <Shares totals={recent} />
      </p>
    </>
  );
}

/** No line before the first post: nobody may have counted. */
function sinceFirst(values: (number | null)[]): (number | null)[] {
  const first = values.findIndex((value) => value !== null && value > 0);
  return values.map((value, i) => i < first ? null : value);
}

function moodOf(
  { score, posts }: { score: number; posts: number },
): "positive" | "neutral" | "negative" {
  const mean = posts > 0 ? score / posts : 0;
  if (Math.abs(mean) < LEAST_MOOD) return "neutral";
  return mean > 0 ? "positive" : "negative";
}
