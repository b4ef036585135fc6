import type { VNode } from "preact";
import { formatCount, formatSpan } from "../../domain/format/numbers.ts";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import type { Gap } from "../../domain/series/outages.ts";
import { rateWords, sourceWord } from "../elements/labels.ts";
import { type PipelineProps, type Viewer, ViewerTime } from "./viewer.tsx";

/** The state of each source. */
export function SourceList({ pipeline, viewer }: PipelineProps): VNode {
  const { sources } = pipeline;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      {sources.length === 0 && (
        <p class="quiet">
          No source has reported yet: waiting for the ingest process.
        </p>
      )}
      <ul class="rows">
        {sources.map((source) => (
          <li key={source.source} data-state={source.state}>
            <h3 title={source.source}>{sourceWord(source.source)}</h3>
            <div>
              <p>
                <SourceStatus source={source} viewer={viewer} />
              </p>
              {source.notice && (
                <p class="notice">Action needed: {source.notice}</p>
              )}
            </div>
            <p class="count">{formatCount(source.events)} events</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Describes the state of a source: `Live for 3 h: connected to …; 41 posts/s`. */
function SourceStatus(
  { source, viewer }: { source: SourceHealth; viewer: Viewer },
): VNode {
  const { state, since, seen, detail, rate } = source;
  const span = formatSpan(viewer.now - since);
  const start = <ViewerTime at={since} viewer={viewer} />;
  const more = detail && `: ${detail}`;
  switch (state) {
    case "live":
      return <>Live for {span}{more}; {rateWords(rate)}</>;
    case "reading":
      return <>Reading for {span}{more}; {rateWords(rate)}</>;
    case "starting":
      return <>Starting for {span}{more}</>;
    case "down":
      return (
        <>
          <b class="negative">Down</b> since {start}
          {more}
        </>
      );
    case "waiting":
      return <>Waiting since {start}{more}</>;
    case "silent":
      return (
        <>
          <b class="negative">No report</b> since{" "}
          <ViewerTime at={seen} viewer={viewer} />: its process has stopped, or
          cannot reach the database
        </>
      );
    case "ended":
      return <>Finished at {start}: read to the end</>;
  }
}

/** Interruptions of sources, newest first, with their reasons. */
export function GapList({ pipeline, viewer }: PipelineProps): VNode {
  const { gaps } = pipeline;
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
                <GapSpan gap={gap} viewer={viewer} />
                {gap.why && `: ${gap.why}`}
              </p>
            </div>
            <p class="count">{describeOutcome(gap)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function GapSpan(
  { gap: { from, to }, viewer }: { gap: Gap; viewer: Viewer },
): VNode {
  const start = <ViewerTime at={from} viewer={viewer} />;
  const span = formatSpan((to ?? viewer.now) - from);
  return to === null ? <>Away since {start}, for {span}</> : (
    <>
      {start} to <ViewerTime at={to} viewer={viewer} />, {span}
    </>
  );
}

function describeOutcome({ to, recovered }: Gap): string {
  if (recovered) return "recovered";
  return to === null ? "ongoing" : "not recovered";
}
