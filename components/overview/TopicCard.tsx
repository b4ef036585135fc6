import type { VNode } from "preact";
import { formatTimes } from "../../domain/format/times.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { zone } from "../address/address.ts";
import { formatChange, formatCount } from "../../domain/format/numbers.ts";
import {
  type HourChange,
  hourChange,
  type MinuteCounts,
  recentMinutes,
} from "../../domain/live/minutes.ts";
import type {
  TermCount,
  TopicSnapshot,
  WindowTerms,
} from "../../domain/live/snapshot.ts";
import { termText } from "../../domain/post/post.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { ShareBar, Sparkline } from "../chart/Sparkline.tsx";
import { sumColumns } from "../chart/data.ts";
import { moodText } from "../chart/mood.ts";
import { Mood, Shares } from "../elements/Shares.tsx";
import { TopicDot } from "../elements/Tile.tsx";
import { RelativeTime } from "../elements/RelativeTime.tsx";

/** Minutes that the sparkline shows. */
const SHOWN_MINUTES = 60;

/** A topic's posts from the first to the last, in seconds since the epoch. */
export interface TopicPast extends TimeRange {
  /** Of buckets of one length. */
  readonly posts: readonly number[];
}

/** Props of {@linkcode TopicCard}. */
interface TopicCardProps {
  topic: TopicSummary;
  /** Null if unknown. */
  snapshot: TopicSnapshot | null;
  /** Posts per minute of the last two hours; null if unknown. */
  minutes: MinuteCounts | null;
  /** All of it, if it is history. @default {null} */
  past?: TopicPast | null;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Whether there is another topic to compare it with. */
  isComparable: boolean;
}

/** One topic among all: is it alive, how much, how do people feel. */
export function TopicCard(props: TopicCardProps): VNode {
  const { topic, snapshot, minutes, renderedAt, isComparable } = props;
  const isEmpty = snapshot?.window.posts.every((count) => count === 0);
  const past = isEmpty ? props.past ?? null : null;
  const { slug, query, color, active } = topic;
  const total = snapshot?.totals.posts ?? topic.posts;
  // A post of long ago may come last.
  const newest = [topic.lastPostAt ?? [], snapshot?.posts ?? []].flat()
    .map((post) => typeof post === "string" ? post : post.createdAt)
    .reduce((a, b) => a > b ? a : b, "") || null;
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
      {past && <Past past={past} posts={total} />}
      {active && snapshot && !past && (
        <>
          <Now snapshot={snapshot} minutes={minutes} />
          <TopWords slug={slug} terms={snapshot.terms} />
        </>
      )}
      <p class="note">
        <span>
          <b data-total={total}>{formatCount(total)}</b> posts, all time
        </span>
        {newest && (
          <span>
            last post{" "}
            <RelativeTime at={newest} renderedAt={renderedAt} after=" ago" />
          </span>
        )}
      </p>
    </li>
  );
}

/** All of a topic that is history. */
function Past({ past, posts }: { past: TopicPast; posts: number }): VNode {
  const { from, to } = past;
  return (
    <>
      <p class="figure">
        <b>{formatCount(posts)}</b> posts
      </p>
      <Sparkline values={past.posts} fill="posts" />
      <p class="note">{formatTimes(from, to - 1, "month", zone.value)}</p>
    </>
  );
}

function Now(
  { snapshot, minutes: read }: Pick<TopicCardProps, "minutes"> & {
    snapshot: TopicSnapshot;
  },
): VNode {
  const { window, rate } = snapshot;
  const recent = sumColumns(window);
  const mood = moodText(window);
  const minutes = recentMinutes(read, window);
  const change = read?.isWhole ? hourChange(minutes) : null;
  return (
    <>
      <p class="figure">
        <b data-rate={rate}>{formatCount(rate)}</b> /min
      </p>
      <Sparkline
        values={sinceFirst(minutes.slice(-SHOWN_MINUTES))}
        fill="posts"
      />
      <Change change={change} />
      <ShareBar totals={recent} />
      <p class="note">
        <span>
          Mood <Mood sentiment={mood.side} /> {mood.figure}
          {mood.words && ` ${mood.words}`}, last 15 min
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

/** How the last hour compares with the one before, in words, if that says anything; it stands under the line of that hour. */
function Change({ change }: { change: HourChange | null }): VNode {
  return (
    <p class="change note">
      <span>{change && <Words {...change} />}</span>
      <span>last hour</span>
    </p>
  );
}

function Words({ now, before }: HourChange): VNode {
  const { sign, words } = formatChange(now, before);
  const than = words.endsWith("as many") ? "as in" : "than";
  return (
    <>
      <span aria-hidden="true">{sign}</span> <b>{words}</b> posts {than}{" "}
      the hour before
    </>
  );
}

/** Words of each kind. */
const SHOWN_WORDS = 3;

const KINDS = ["positive", "negative"] as const;

/** Props of {@linkcode TopWords}. */
interface TopWordsProps {
  slug: string;
  /** Of the live window, most frequent first. */
  terms: WindowTerms;
}

/** What a topic's mood is about: the words that most posts hold, each a link to these posts. */
function TopWords({ slug, terms }: TopWordsProps): VNode {
  const linkTo = (kind: typeof KINDS[number]) => ({ term }: TermCount) => {
    const params = new URLSearchParams({ term: termText({ kind, term }) });
    const href = `/t/${encodeURIComponent(slug)}?${params}`;
    return (
      <li key={term}>
        <a href={href} dir="auto">{term}</a>
      </li>
    );
  };
  return (
    <div class="top-words">
      {KINDS.map((kind) => (
        <div key={kind}>
          <Mood sentiment={kind} />
          <ul aria-label={`${kind} words, last 15 min`}>
            {terms[kind].slice(0, SHOWN_WORDS).map(linkTo(kind))}
          </ul>
        </div>
      ))}
    </div>
  );
}
