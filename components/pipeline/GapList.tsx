import type { VNode } from "preact";
import { formatSpan } from "../../domain/format/format_span.ts";
import type { Gap } from "../../domain/pipeline/gap.ts";
import { sourceWord } from "./source_word.ts";
import type { Viewer } from "./viewer.ts";
import { When } from "./When.tsx";

/** Props of {@linkcode GapList}. */
export interface GapListProps {
  /** Newest first. */
  gaps: readonly Gap[];
  viewer: Viewer;
}

/** When sources were away, why, and whether that was made good. */
export function GapList({ gaps, viewer }: GapListProps): VNode {
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
