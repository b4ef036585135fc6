import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { withParams } from "../../domain/request/address.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { Pipeline, SourceHealth } from "../../domain/pipeline/pipeline.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { zone } from "../address/address.ts";
import { rateWords, sourceWord } from "../elements/labels.ts";
import { fetchJson } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";

/** Props of {@linkcode Quiet}. */
interface QuietProps {
  slug: string;
  /** Path and query of the page. */
  address: string;
  topic: ReadonlySignal<TopicSnapshot>;
  /** Names of the sources, used until they have reported their state. */
  source: string;
  /** State of the sources when the page was rendered. */
  note: string;
  /** The hours of all its posts, if they are known. */
  extent: TimeRange | null;
  /** Whether the live window is shown, and not another range. */
  isWindow: boolean;
}

const POLL_MS = 5_000;

/** Explains an empty page: what it waits for, and which sources work. */
export function Quiet(props: QuietProps): VNode {
  const { slug, address, topic, source } = props;
  const known = useSignal(props.note);
  usePolling(async (signal) => {
    const { sources } = await fetchJson<Pipeline>("/api/pipeline", {}, signal);
    known.value = sourceNote(sources);
  }, { everyMs: POLL_MS });
  const note = known.value || `reading ${source}`;
  const { totals, posts } = topic.value;
  if (totals.posts === 0) {
    return (
      <p class="quiet">
        <span role="status">
          No posts about <b>{slug}</b> yet
        </span>; {note}.
      </p>
    );
  }
  if (!props.isWindow) {
    return <EmptyRange address={address} extent={props.extent} />;
  }
  const newest = Date.parse(posts[0]?.createdAt ?? "") / 1_000;
  return (
    <p class="quiet">
      <span role="status">No posts in the last 15 minutes</span>; {note}.{" "}
      {newest > 0 && `Newest post: ${formatTime(newest, "day", zone.value)}. `}
      <VisitLink href={withParams(address, { range: "all" })}>
        Show all time
      </VisitLink>
    </p>
  );
}

/** Says where posts are, in place of charts without any. */
export function EmptyRange(
  { address, extent }: { address: string; extent: TimeRange | null },
): VNode {
  const changes = { range: "all", from: null, to: null, before: null };
  return (
    <p class="quiet">
      <span role="status">No posts in this period</span>. {extent &&
        `Posts exist from ${formatTime(extent.from, "day", zone.value)} to ${
          formatTime(extent.to - 1, "day", zone.value)
        }: `}
      <VisitLink href={withParams(address, changes)}>show all</VisitLink>
    </p>
  );
}

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
