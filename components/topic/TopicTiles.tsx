import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { LEVEL_ERROR } from "../../domain/format/mood.ts";
import { formatCount, formatPercent } from "../../domain/format/numbers.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { Filtered } from "../../domain/series/matched.ts";
import type { Series } from "../../domain/series/series.ts";
import { ShareBar, Sparkline, sparklineValues } from "../chart/Sparkline.tsx";
import { sumColumns } from "../chart/data.ts";
import { type MoodText, moodText } from "../chart/mood.ts";
import { Info } from "../elements/Info.tsx";
import { Shares } from "../elements/Shares.tsx";
import { Tile } from "../elements/Tile.tsx";

interface TopicTilesProps {
  topic: ReadonlySignal<TopicSnapshot>;
  /** The series of the charts. */
  series: ReadonlySignal<Series>;
  /** Its range, such as `7 d`; null for the live window. */
  time: ReadonlySignal<string | null>;
  /** The first tile where no new posts are expected; else null, for the rate. */
  first: VNode | null;
  /** Share of its posts in languages that are not read well, of 1. */
  poorlyReadShare: number | null;
  /** Whether people checked how far the levels are right. @default {false} */
  isChecked?: boolean;
  /** How many posts match; null without a filter. */
  filtered: Filtered | null;
}

/** Volume and sentiment: now, in the range of the charts, and of all time. */
export function TopicTiles(
  {
    topic,
    series,
    time,
    first,
    filtered,
    poorlyReadShare,
    isChecked = false,
  }: TopicTilesProps,
): VNode {
  const { window, totals, rate } = topic.value;
  const words = time.value ?? "15 min";
  const counted = time.value === null ? window : series.value;
  const shown = sumColumns(counted);
  const mood = moodText(counted);
  const whole = time.value === null ? totals : shown;
  const past = sparklineValues(series.value);
  const percent = Math.round(100 * (poorlyReadShare ?? 0));
  return (
    <div class="overall">
      <dl class="tiles">
        {filtered
          ? (
            <Tile
              label={`Share of all posts, ${words}`}
              below={<Sparkline values={past.posts} fill="posts" />}
            >
              <b>{shareOf(filtered)}</b>
            </Tile>
          )
          : first ?? (
            <Tile
              label={
                <>
                  Rate <Info about="the rate" />
                </>
              }
              below={<Sparkline values={past.posts} fill="posts" />}
            >
              <b data-rate={rate}>{formatCount(rate)}</b> /min
            </Tile>
          )}
        <Tile
          label={
            <>
              Mood, {words} <Info about="mood" />
            </>
          }
          below={
            <>
              <Sparkline values={past.mood} fill="posts" signed />
              <p class="note">{moodNote(mood, isChecked)}</p>
            </>
          }
        >
          <b>{mood.figure}</b>
        </Tile>
        <Tile
          label={<Marked shape="▲">Positive, {words}</Marked>}
          below={<Sparkline values={past.positive} fill="positive" />}
        >
          <b>{formatPercent(shown.positive, shown.posts)}</b>
        </Tile>
        <Tile
          label={<Marked shape="▼">Negative, {words}</Marked>}
          below={<Sparkline values={past.negative} fill="negative" />}
        >
          <b>{formatPercent(shown.negative, shown.posts)}</b>
        </Tile>
        <Tile
          label={time.value === null ? "All time" : `Posts, ${words}`}
          below={
            <>
              <ShareBar totals={whole} />
              <p class="note">
                <Shares totals={whole} />
              </p>
            </>
          }
        >
          <b data-total={whole.posts}>{formatCount(whole.posts)}</b> posts
        </Tile>
      </dl>
      {percent >= 1 && (
        <p class="note">
          {formatPercent(percent, 100)}{" "}
          of posts are in languages that Freshet cannot read well: most count as
          neutral.
        </p>
      )}
    </div>
  );
}

/** What the mood is called, and how far its level can be trusted: `slightly negative, level ± 10 points until checked`. */
function moodNote({ words }: MoodText, isChecked: boolean): string {
  return words && !isChecked
    ? `${words}, level ± ${formatCount(LEVEL_ERROR)} points until checked`
    : words;
}

/** `38 %`; `0.4 %` and `0.002 %` where whole percent say little. */
function shareOf({ posts, of }: Filtered): string {
  const share = posts / of;
  const digits = share >= 0.1 || posts === 0 ? 0 : share >= 0.001 ? 1 : 3;
  return formatPercent(posts, of, digits);
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
