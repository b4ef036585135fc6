import type { VNode } from "preact";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { formatCount } from "../../domain/format/format_count.ts";
import { sourceWord } from "./source_word.ts";
import { SourceWords } from "./SourceWords.tsx";
import type { Viewer } from "./viewer.ts";

/** Props of {@linkcode SourceList}. */
export interface SourceListProps {
  sources: readonly SourceHealth[];
  viewer: Viewer;
}

/** Where posts come from, and how each is doing. */
export function SourceList({ sources, viewer }: SourceListProps): VNode {
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
