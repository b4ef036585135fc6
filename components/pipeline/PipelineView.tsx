import type { VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSpan,
} from "../../domain/format/numbers.ts";
import type {
  RefusedCount,
  SkippedCount,
  Spending,
  StorageHealth,
} from "../../domain/pipeline/pipeline.ts";
import { Tile } from "../elements/Tile.tsx";
import { rateWords } from "../elements/labels.ts";
import { GapList, SourceList } from "./Sources.tsx";
import { type PipelineProps, type Viewer, ViewerTime } from "./viewer.tsx";

/** The state of every part of the pipeline. */
export function PipelineView(props: PipelineProps): VNode {
  const { storage, spending } = props.pipeline;
  return (
    <div class="topic">
      <PipelineTiles {...props} />
      <div class="columns">
        <div class="flow">
          <SourceList {...props} />
          <GapList {...props} />
        </div>
        <div class="flow">
          {spending && (
            <SpendingNote spending={spending} viewer={props.viewer} />
          )}
          {storage.rescoring && <RescoringNote {...storage.rescoring} />}
          <SkippedTable skipped={storage.skipped} />
          <RefusedList refused={storage.refused} />
        </div>
      </div>
    </div>
  );
}

/** The stages of a post in numbers: read, queued, stored, sent, seen. */
function PipelineTiles({ pipeline, viewer }: PipelineProps): VNode {
  const { sources, log, storage, poller, viewers } = pipeline;
  const running = sources.filter(({ state }) =>
    state === "live" || state === "reading"
  );
  const ended = sources.filter(({ state }) => state === "ended").length;
  const rate = running.reduce((sum, source) => sum + source.rate, 0);
  const ago = (at: number) => `${formatSpan(viewer.now - at)} ago`;
  const queue = log.waiting === null ? "not known here" : log.kind;
  return (
    <dl class="tiles">
      <CountTile
        label="Sources running"
        count={running.length}
        unit={`of ${formatCount(sources.length)}`}
        note={ended === 0
          ? rateWords(rate)
          : `${rateWords(rate)}; ${formatCount(ended)} read to the end`}
      />
      <CountTile
        label="Waiting to be stored"
        count={log.waiting}
        unit="messages"
        note={log.newest === null
          ? queue
          : `${queue}; last stored: no. ${formatCount(log.newest)}`}
      />
      <CountTile
        label="Stored"
        count={storage.posts}
        unit="posts"
        note={describeStorage(storage, ago)}
      />
      <CountTile
        label="Waiting to be sent"
        count={poller.behind}
        unit="changes"
        note={poller.looked === null
          ? "no polling while there are no viewers"
          : `last poll ${ago(poller.looked)}`}
      />
      <CountTile
        label="Viewers"
        count={viewers}
        unit=""
        note="live streams of this process"
      />
    </dl>
  );
}

/** Props of {@linkcode CountTile}. */
interface CountTileProps {
  label: string;
  /** Null: unknown. */
  count: number | null;
  unit: string;
  note: string;
}

function CountTile({ label, count, unit, note }: CountTileProps): VNode {
  return (
    <Tile label={label} below={<p class="note">{note}</p>}>
      <b>{count === null ? "–" : formatCount(count)}</b>{" "}
      {count !== null && unit}
    </Tile>
  );
}

function describeStorage(
  { committed, received }: StorageHealth,
  ago: (at: number) => string,
): string {
  if (committed !== null) return `last commit ${ago(committed)}`;
  if (received === null) return "waiting for the first post";
  return `newest arrived ${ago(received)}`;
}

const REASONS: Readonly<Record<SkippedCount["reason"], string>> = {
  duplicate: "already stored",
  malformed: "not a valid post",
  oversize: "too large",
  delete: "deletion by the author, applied",
  edit: "edit by the author, applied",
};

/** How far stored posts are scored again. */
function RescoringNote(
  { scorer, share, topic }: NonNullable<StorageHealth["rescoring"]>,
): VNode {
  return (
    <section aria-labelledby="rescoring">
      <h2 id="rescoring">
        Scoring stored posts again{" "}
        <small>{topic ? `of ${topic}` : `by scorer ${scorer}`}</small>
      </h2>
      <p>
        {formatPercent(share, 1)} are done; {topic
          ? "other words were taken out of the topic, which the moods of the rest do not know yet."
          : "the moods of the others are by an older scorer."}
      </p>
    </section>
  );
}

/** Messages that did not become a new post, by reason. */
function SkippedTable(
  { skipped }: { skipped: readonly SkippedCount[] },
): VNode {
  return (
    <section aria-labelledby="skipped">
      <h2 id="skipped">
        Skipped messages <small>by reason</small>
      </h2>
      {skipped.length === 0
        ? <p class="quiet">None so far: every message became a post.</p>
        : (
          <table>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">Last 24 h</th>
                <th scope="col">All time</th>
              </tr>
            </thead>
            <tbody>
              {skipped.map(({ reason, count, lastDay }) => (
                <tr key={reason}>
                  <th scope="row">{reason}: {REASONS[reason]}</th>
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

/** Share of the limit from which a warning is shown. */
const NEARLY = 0.8;

/** Posts and cost that X has billed today. */
function SpendingNote(
  { spending, viewer }: { spending: Spending; viewer: Viewer },
): VNode {
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
        {describeLimit(posts, limit)} Resets at{" "}
        <ViewerTime at={renews} viewer={viewer} />, in{" "}
        {formatSpan(renews - viewer.now)}.
      </p>
    </section>
  );
}

function describeLimit(posts: number, limit: number | null): string {
  if (limit === null) return "No limit is set.";
  if (posts >= limit) return "Limit reached: X is paused until the reset.";
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

/** Reasons that are shown. */
const MAX_REASONS = 12;

/** What sources sent that is no post: why, and an example, by source. */
function RefusedList(
  { refused }: { refused: readonly RefusedCount[] },
): VNode | null {
  if (refused.length === 0) return null;
  const shown = Map.groupBy(
    refused.slice(0, MAX_REASONS),
    ({ source }) => source ?? "an earlier version",
  );
  return (
    <section aria-labelledby="refused">
      <h2 id="refused">
        Refused <small>why, by source, with an example</small>
      </h2>
      {[...shown].map(([source, reasons]) => (
        <div key={source}>
          <h3 class="mono">{source}</h3>
          <ul>
            {reasons.map(({ detail, count, place, example }) => (
              <li key={detail}>
                {formatCount(count)} × {detail}
                <p class="note">
                  {place === null ? "" : `${place}: `}
                  <code>{example.slice(0, 100)}</code>
                </p>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
