import type { ComponentChildren, VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSpan,
} from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import type {
  Pipeline,
  SkippedCount,
  SourceHealth,
  Spending,
  StorageHealth,
} from "../../domain/pipeline/pipeline.ts";
import type { Gap } from "../../domain/series/outages.ts";
import { Tile } from "../elements/Tile.tsx";
import { rateWords, sourceWord } from "../elements/sources.ts";
import type { Viewer } from "./pipeline.ts";

/** Props of {@linkcode PipelineView}. */
interface PipelineViewProps {
  pipeline: Pipeline;
  viewer: Viewer;
}

/** How all that flows is doing. */
export function PipelineView({ pipeline, viewer }: PipelineViewProps): VNode {
  const { sources, gaps, storage, spending } = pipeline;
  return (
    <div class="topic">
      <PipelineTiles pipeline={pipeline} viewer={viewer} />
      <div class="columns">
        <div class="flow">
          <SourceList sources={sources} viewer={viewer} />
          <GapList gaps={gaps} viewer={viewer} />
        </div>
        <div class="flow">
          {spending && <SpendingNote spending={spending} viewer={viewer} />}
          <SkippedTable skipped={storage.skipped} />
        </div>
      </div>
    </div>
  );
}

/** Props of {@linkcode GapList}. */
interface GapListProps {
  /** Newest first. */
  gaps: readonly Gap[];
  viewer: Viewer;
}

/** When sources were away, why, and whether that was made good. */
function GapList({ gaps, viewer }: GapListProps): VNode {
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">
        Interruptions <small>last 7 days, newest first</small>
      </h2>
      {gaps.length === 0 && (
        <p class="quiet">No source was interrupted in the last 7 days.</p>
      )}
      <ol class="rows">
        {gaps.map((gap) => (
          <li key={`${gap.source} ${gap.from}`}>
            <h3 title={gap.source}>{sourceWord(gap.source)}</h3>
            <div>
              <p>
                <Span gap={gap} viewer={viewer} />
                {gap.why && `: ${gap.why}`}
              </p>
            </div>
            <p class="count">{outcomeOf(gap)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Span({ gap: { from, to }, viewer }: { gap: Gap; viewer: Viewer }) {
  const start = <When at={from} viewer={viewer} />;
  const span = formatSpan((to ?? viewer.now) - from);
  return to === null ? <>Away since {start}, for {span}</> : (
    <>
      {start} to <When at={to} viewer={viewer} />, {span}
    </>
  );
}

function outcomeOf({ to, recovered }: Gap): string {
  if (recovered) return "read afterwards";
  return to === null ? "not over" : "not recovered";
}

const UNKNOWN = "not known here";

/** Props of {@linkcode PipelineTiles}. */
interface PipelineTilesProps {
  pipeline: Pipeline;
  viewer: Viewer;
}

/** The way of a post in five numbers: read, waiting, stored, sent, seen. */
function PipelineTiles(
  { pipeline, viewer }: PipelineTilesProps,
): VNode {
  const { sources, log, storage, poller, viewers } = pipeline;
  const { now } = viewer;
  const read = sources.filter(({ state }) =>
    state === "live" || state === "reading"
  );
  const expected = sources.filter(({ state }) => state !== "ended").length;
  const rate = read.reduce((sum, source) => sum + source.rate, 0);
  const count = (value: number | null) =>
    value === null ? "–" : formatCount(value);
  const ago = (at: number) => `${formatSpan(now - at)} ago`;
  const { waiting, newest } = log;
  return (
    <dl class="tiles">
      <Tile
        label="Sources read"
        below={<Below>{rateWords(rate)}</Below>}
      >
        <b>{count(read.length)}</b> of {count(expected)}
      </Tile>
      <Tile
        label="Waiting in the log"
        below={
          <Below>
            {waiting === null ? UNKNOWN : log.kind}
            {newest !== null && `; stored up to number ${count(newest)}`}
          </Below>
        }
      >
        <b>{count(waiting)}</b> {waiting !== null && "messages"}
      </Tile>
      <Tile
        label="Stored"
        below={
          <Below>
            {storageWords(storage, ago)}
          </Below>
        }
      >
        <b>{count(storage.posts)}</b> posts
      </Tile>
      <Tile
        label="Not sent to viewers yet"
        below={
          <Below>
            {poller.looked === null
              ? "the poller rests while nobody watches"
              : `poller looked ${ago(poller.looked)}`}
          </Below>
        }
      >
        <b>{count(poller.behind)}</b> {poller.behind !== null && "changes"}
      </Tile>
      <Tile label="Viewers" below={<Below>live streams of this process</Below>}>
        <b>{count(viewers)}</b>
      </Tile>
    </dl>
  );
}

function storageWords(
  { committed, received }: StorageHealth,
  ago: (at: number) => string,
): string {
  if (committed !== null) return `last commit ${ago(committed)}`;
  if (received === null) return "waiting for the first post";
  return `newest came in ${ago(received)}`;
}

function Below({ children }: { children: ComponentChildren }): VNode {
  return <p class="note">{children}</p>;
}

/** What each reason means. */
const MEANINGS: Readonly<Record<SkippedCount["reason"], string>> = {
  duplicate: "stored already",
  malformed: "no post can be read from it",
  oversize: "too large",
  delete: "taken back by its author; applied",
  edit: "written anew by its author; applied",
};

/** Props of {@linkcode SkippedTable}. */
interface SkippedTableProps {
  /** Most frequent first. */
  skipped: readonly SkippedCount[];
}

/** Messages of the log that became no post, and why. */
function SkippedTable({ skipped }: SkippedTableProps): VNode {
  return (
    <section aria-labelledby="skipped">
      <h2 id="skipped">
        Messages that are no new post <small>by reason</small>
      </h2>
      {skipped.length === 0
        ? <p class="quiet">None so far: each message became a post.</p>
        : (
          <table>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">Last 24 h</th>
                <th scope="col">In all</th>
              </tr>
            </thead>
            <tbody>
              {skipped.map(({ reason, count, lastDay }) => (
                <tr key={reason}>
                  <th scope="row">
                    {reason}: {MEANINGS[reason]}
                  </th>
                  <td>{formatCount(lastDay)}</td>
                  <td>{formatCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}

/** Props of {@linkcode SourceList}. */
interface SourceListProps {
  sources: readonly SourceHealth[];
  viewer: Viewer;
}

/** Where posts come from, and how each is doing. */
function SourceList({ sources, viewer }: SourceListProps): VNode {
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      {sources.length === 0 && (
        <p class="quiet">
          No source has reported yet: waiting for the first sign of ingest.
        </p>
      )}
      <ul class="rows">
        {sources.map((source) => (
          <li key={source.source} data-state={source.state}>
            <h3 title={source.source}>{sourceWord(source.source)}</h3>
            <div>
              <p>
                <SourceWords source={source} viewer={viewer} />
              </p>
              {source.notice && <p class="notice">To mend: {source.notice}</p>}
            </div>
            <p class="count">
              {formatCount(source.events)} events
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Props of {@linkcode SourceWords}. */
interface SourceWordsProps {
  source: SourceHealth;
  viewer: Viewer;
}

/** How a source is doing, in a sentence: `Live for 3 h: connected to …; 41 posts/s`. */
function SourceWords({ source, viewer }: SourceWordsProps): VNode {
  const { state, since, seen, detail, rate } = source;
  const span = formatSpan(viewer.now - since);
  const flow = rateWords(rate);
  const more = detail && `: ${detail}`;
  switch (state) {
    case "live":
      return <>Live for {span}{more}; {flow}</>;
    case "reading":
      return <>Read for {span}{more}; {flow}</>;
    case "starting":
      return <>Starting for {span}{more}</>;
    case "down":
      return (
        <>
          <b class="negative">Down</b> since <When at={since} viewer={viewer} />
          {more}
        </>
      );
    case "waiting":
      return (
        <>
          Waiting since <When at={since} viewer={viewer} />
          {more}
        </>
      );
    case "silent":
      return (
        <>
          <b class="negative">Not heard of</b> since{" "}
          <When at={seen} viewer={viewer} />: its process has ended, or cannot
          reach the database
        </>
      );
    case "ended":
      return (
        <>
          Ended at <When at={since} viewer={viewer} />: there is no more to read
        </>
      );
  }
}

/** From this share of the limit on, it is said. */
const NEARLY = 0.8;

/** Props of {@linkcode SpendingNote}. */
interface SpendingNoteProps {
  spending: Spending;
  viewer: Viewer;
}

/** What X bills for today. */
function SpendingNote({ spending, viewer }: SpendingNoteProps): VNode {
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

/** Times farther away than this need a date, in seconds. */
const NEAR = 18 * 3_600;

/** Props of {@linkcode When}. */
interface WhenProps {
  /** In seconds since the epoch. */
  at: number;
  viewer: Viewer;
}

/** A time in the viewer's zone, and in UTC for whoever points at it. */
function When({ at, viewer }: WhenProps): VNode {
  const { now, zone } = viewer;
  const time = formatTime(at, "minute", zone);
  const isNear = Math.abs(now - at) < NEAR;
  const title = `${formatTime(at, "day", "UTC")}, ` +
    `${formatTime(at, "second", "UTC")} UTC`;
  return (
    <time dateTime={new Date(at * 1_000).toISOString()} title={title}>
      {isNear ? time : `${formatTime(at, "date", zone)}, ${time}`}
    </time>
  );
}
