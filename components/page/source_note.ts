import { formatCount } from "../../domain/format/numbers.ts";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { rateWords, sourceWord } from "../elements/sources.ts";

/** Sources that are named one by one; of more, only their number is told. */
const MOST = 4;

/** What works and what does not while posts are awaited: `bluesky connected, 41 posts/s seen`. */
export function sourceNote(sources: readonly SourceHealth[]): string {
  const told = sources.slice(0, MOST).map((source) =>
    `${sourceWord(source.source)} ${stateWords(source)}`
  );
  const more = sources.length - told.length;
  return [...told, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(
    "; ",
  );
}

function stateWords({ state, detail, rate }: SourceHealth): string {
  const why = detail && `: ${detail}`;
  switch (state) {
    case "live":
      return `connected, ${rateWords(rate)} seen`;
    case "reading":
      return `read, ${rateWords(rate)} seen`;
    case "starting":
      return `connecting${why}`;
    case "down":
      return `down${why}`;
    case "waiting":
      return `waiting${why}`;
    case "silent":
      return "not heard of: its process has ended, or cannot reach the database";
    case "ended":
      return "ended: there is no more to read";
  }
}
