import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatAgo, formatTime } from "../../domain/format/times.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { lastBuckets, type Series } from "../../domain/series/series.ts";
import { barsPath } from "../chart/ChartPicture.tsx";
import { missingRanges, seriesSpan, sumColumns } from "../chart/data.ts";
import { moodText } from "../chart/mood.ts";
import { BOX_HEIGHT } from "../chart/shapes.ts";
import { ShareBar } from "../chart/Sparkline.tsx";
import { TopicDot } from "../elements/Tile.tsx";

/** What a wall shows of one topic. */
export interface WallTopic {
  readonly slug: string;
  readonly color: string;
  /** The last hour by the minute. */
  readonly series: Series;
  readonly outages: readonly Outage[];
  /** The newest post's own time, ISO 8601; null without posts. */
  readonly lastPostAt: string | null;
  /** What stood out last within the hour. */
  readonly jump: Jump | null;
}

/** Props of {@linkcode Wall}. */
interface WallProps {
  topics: readonly WallTopic[];
  /** When the numbers were read, and the present, in epoch milliseconds. */
  readAt: number;
  now: number;
}

/** Numbers older than this are said to be, in milliseconds. */
export const STALE_MS = 45_000;

/** Topics in large type, for a screen that nobody operates. */
export function Wall({ topics, readAt, now }: WallProps): VNode {
  const isStale = now - readAt >= STALE_MS;
  return (
    <main id="main" class={isStale ? "wall stale" : "wall"}>
      <h1 class="unseen">Wall</h1>
      {isStale && (
        <p class="seen" role="status">
          No answer from the server: last seen {formatAgo(readAt, now)} ago, at
          {" "}
          {formatTime(readAt / 1_000, "second", "UTC")} UTC
        </p>
      )}
      <ul data-count={topics.length}>
        {topics.map((topic) => (
          <WallTile key={topic.slug} topic={topic} now={now} />
        ))}
      </ul>
    </main>
  );
}

/** Posts older than this are said to be, in milliseconds. */
const QUIET_MS = 5 * 60_000;
const RECENT_SECONDS = 15 * 60;

function WallTile({ topic, now }: { topic: WallTopic; now: number }): VNode {
  const { slug, color, series, outages, lastPostAt, jump } = topic;
  const finished = series.t.findLastIndex((t) =>
    t + series.step <= now / 1_000
  );
  const recent = lastBuckets(series, RECENT_SECONDS);
  const mood = moodText(recent);
  const last = lastPostAt === null ? null : Date.parse(lastPostAt);
  const outage = outages.find(({ to }) => to === null);
  return (
    <li>
      <h2>
        <TopicDot color={color} /> {slug}
      </h2>
      <p class="rate">
        <b>{formatCount(series.posts[finished] ?? 0)}</b> /min
      </p>
      <p>
        mood <b>{mood.figure}</b> {mood.words}, 15 min
      </p>
      <ShareBar totals={sumColumns(recent)} />
      <HourBars series={series} outages={outages} />
      <p class="note">
        {"Last hour · "}
        {outage
          ? `▨ no data since ${formatTime(outage.from, "minute", "UTC")} UTC`
          : last === null
          ? "no posts yet"
          : `${now - last > QUIET_MS ? "last seen" : "last post"} ${
            formatAgo(last, Math.max(now, last))
          } ago`}
      </p>
      <p class="jump">{jump && jumpWords(jump)}</p>
    </li>
  );
}

/** `▾ 14:03 UTC: 5 × the usual: #storm, rain`. */
function jumpWords(
  { from, posts, usual, volume, mood, reasons }: Jump,
): string {
  const what = volume
    ? usual > 0 ? `${(posts / usual).toFixed(0)} × the usual` : `${posts} posts`
    : `more ${mood!.mean > mood!.usual ? "positive" : "negative"}`;
  const words = reasons.words.slice(0, 3).map(({ kind, term }) =>
    kind === "hashtag" ? `#${term}` : kind === "mention" ? `@${term}` : term
  );
  const when = `▾ ${formatTime(from, "minute", "UTC")} UTC: ${what}`;
  return words.length > 0 ? `${when}: ${words.join(", ")}` : when;
}

/** The last hour as bars; minutes of which nothing is known are shaded. */
function HourBars(
  { series, outages }: Pick<WallTopic, "series" | "outages">,
): VNode {
  const { from, to } = seriesSpan(series);
  const max = series.posts.reduce((a, b) => Math.max(a, b), 1);
  const width = series.t.length;
  const at = (t: number) => (t - from) / (to - from) * width;
  const layer = { fill: "posts", current: false, upper: series.posts } as const;
  return (
    <svg
      class="hour gaps"
      role="img"
      aria-label={`Posts per minute of the last hour, ${
        formatCount(max)
      } at most`}
      viewBox={`0 0 ${width} ${BOX_HEIGHT}`}
      preserveAspectRatio="none"
    >
      {missingRanges(outages, { from, to }).map((range) => (
        <rect
          key={range.from}
          class="missing"
          x={at(range.from)}
          width={at(range.to) - at(range.from)}
          height={BOX_HEIGHT}
        />
      ))}
      <path class="bars posts" d={barsPath(layer, { min: 0, max })} />
    </svg>
  );
}
