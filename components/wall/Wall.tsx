import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatAgo, formatTime } from "../../domain/format/times.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { lastBuckets, type Series } from "../../domain/series/series.ts";
import { barsPath } from "../chart/ChartPicture.tsx";
import {
  missingRanges,
  placeOf,
  seriesSpan,
  sumColumns,
} from "../chart/data.ts";
import { moodText } from "../chart/mood.ts";
import { BOX_HEIGHT } from "../chart/shapes.ts";
import { ShareBar } from "../chart/Sparkline.tsx";
import type { CalendarUnit } from "../../domain/time/calendar.ts";
import { WALL_UNITS } from "./span.ts";
import { TopicDot } from "../elements/Tile.tsx";

/** What a wall shows of one topic. */
export interface WallTopic {
  readonly slug: string;
  readonly color: string;
  /** The last units of time, such as an hour by the minute. */
  readonly series: Series;
  readonly outages: readonly Outage[];
  /** The newest post's own time, ISO 8601; null without posts. */
  readonly lastPostAt: string | null;
  /** What stood out last within that time. */
  readonly jump: Jump | null;
}

/** Props of {@linkcode Wall}. */
interface WallProps {
  topics: readonly WallTopic[];
  /** What a bar spans. */
  per: CalendarUnit;
  /** When the numbers were read, and the present, in epoch milliseconds. */
  readAt: number;
  now: number;
}

/** Numbers older than this are said to be, in milliseconds. */
export const STALE_MS = 45_000;

/** Topics in large type, for a screen that nobody operates. */
export function Wall({ topics, per, readAt, now }: WallProps): VNode {
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
          <WallTile key={topic.slug} topic={topic} per={per} now={now} />
        ))}
      </ul>
    </main>
  );
}

/** Posts older than this are said to be, in milliseconds. */
const QUIET_MS = 5 * 60_000;

function WallTile(
  { topic, per, now }: { topic: WallTopic } & Pick<WallProps, "per" | "now">,
): VNode {
  const { slug, color, series, outages, lastPostAt, jump } = topic;
  const { shown, recent: count } = WALL_UNITS[per];
  const { to } = seriesSpan(series);
  const finished = series.t.findLastIndex((_, i) =>
    (series.t[i + 1] ?? to) <= now / 1_000
  );
  const recent = lastBuckets(series, count * series.step);
  const mood = moodText(recent);
  const last = lastPostAt === null ? null : Date.parse(lastPostAt);
  const outage = outages.find(({ to }) => to === null);
  return (
    <li>
      <h2>
        <TopicDot color={color} /> {slug}
      </h2>
      <p class="rate">
        <b>{formatCount(series.posts[finished] ?? 0)}</b> /
        {per === "minute" ? "min" : per}
      </p>
      <p>
        mood <b>{mood.figure}</b> {mood.words}, {unitsOf(count, per)}
      </p>
      <ShareBar totals={sumColumns(recent)} />
      <Bars series={series} outages={outages} per={per} />
      <p class="note">
        {per === "minute" ? "Last hour" : `Last ${unitsOf(shown, per)}`}
        {" · "}
        {outage
          ? `▨ no data since ${formatTime(outage.from, "minute", "UTC")} UTC`
          : last === null
          ? "no posts yet"
          : `${now - last > QUIET_MS ? "last seen" : "last post"} ${
            formatAgo(last, Math.max(now, last))
          } ago`}
      </p>
      <p class="jump">{jump && jumpWords(jump, per)}</p>
    </li>
  );
}

/** `15 min`, `24 hours`. */
function unitsOf(count: number, per: CalendarUnit): string {
  if (per === "minute") return `${count} min`;
  return count === 1 ? per : `${count} ${per}s`;
}

/** `▾ 14:03 UTC: 5 × the usual: #storm, rain`. */
function jumpWords(
  { from, posts, usual, volume, mood, reasons }: Jump,
  per: CalendarUnit,
): string {
  const what = volume
    ? usual > 0 ? `${(posts / usual).toFixed(0)} × the usual` : `${posts} posts`
    : `more ${mood!.mean > mood!.usual ? "positive" : "negative"}`;
  const words = reasons.words.slice(0, 3).map(({ kind, term }) =>
    kind === "hashtag" ? `#${term}` : kind === "mention" ? `@${term}` : term
  );
  const precision = per === "minute" ? "minute" : "dated minute";
  const when = `▾ ${formatTime(from, precision, "UTC")} UTC: ${what}`;
  return words.length > 0 ? `${when}: ${words.join(", ")}` : when;
}

/** Units of time as bars; those of which nothing is known are shaded. */
function Bars(
  { series, outages, per }:
    & Pick<WallTopic, "series" | "outages">
    & Pick<WallProps, "per">,
): VNode {
  const { from, to } = seriesSpan(series);
  const max = series.posts.reduce((a, b) => Math.max(a, b), 1);
  const width = series.t.length;
  const at = (t: number) => placeOf(series, t);
  const layer = { fill: "posts", current: false, upper: series.posts } as const;
  return (
    <svg
      class="hour gaps"
      role="img"
      aria-label={`Posts per ${per} of the last ${
        per === "minute" ? "hour" : unitsOf(width, per)
      }, ${formatCount(max)} at most`}
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
