import { formatCount } from "../../domain/format/numbers.ts";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { rateWords, sourceWord } from "../elements/labels.ts";

/** Sources that are described; of the others only their number is given. */
const MAX_DESCRIBED = 4;

/** State of the sources in words: `reading 41 posts/s from bluesky; x is down: no answer`. */
export function sourceNote(sources: readonly SourceHealth[]): string {
  const notes = sources.slice(0, MAX_DESCRIBED).map(describeSource);
  const more = sources.length - notes.length;
  if (more > 0) notes.push(`${formatCount(more)} more`);
  return notes.join("; ");
}

function describeSource({ source, state, detail, rate }: SourceHealth): string {
  const name = sourceWord(source);
  const reason = detail && `: ${detail}`;
  switch (state) {
    case "live":
    case "reading":
      return `reading ${rateWords(rate)} from ${name}`;
    case "starting":
      return `connecting to ${name}${reason}`;
    case "down":
      return `${name} is down${reason}`;
    case "waiting":
      return `${name} is waiting${reason}`;
    case "silent":
      return `${name} sends no heartbeat: its process has ended, or the database is unreachable`;
    case "ended":
      return `${name}: read to the end`;
  }
}
