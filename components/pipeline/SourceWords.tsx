import type { VNode } from "preact";
import { formatSpan } from "../../domain/format/format_span.ts";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { rateWords } from "../elements/sources.ts";
import { When } from "./When.tsx";
import type { Viewer } from "./viewer.ts";

/** Props of {@linkcode SourceWords}. */
export interface SourceWordsProps {
  source: SourceHealth;
  viewer: Viewer;
}

/** How a source is doing, in a sentence: `Live for 3 h: connected to …; 41 posts/s`. */
export function SourceWords({ source, viewer }: SourceWordsProps): VNode {
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
