import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { withParams } from "../../domain/request/parameters.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { zone } from "../address/address.ts";
import { fetchJson } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";

/** Props of {@linkcode Quiet}. */
interface QuietProps {
  slug: string;
  /** Path and query of the page. */
  address: string;
  topic: ReadonlySignal<TopicSnapshot>;
  /** Whether the page shows the live window. */
  isLive: boolean;
  /** Names of the sources, used until they have reported their state. */
  source: string;
  /** State of the sources when the page was rendered. */
  note: string;
}

/** Explains an empty page: what it waits for, and which sources work. */
export function Quiet(props: QuietProps): VNode | null {
  const { slug, address, topic, isLive, source } = props;
  const isQuiet = useComputed(() =>
    topic.value.window.posts.every((count) => count === 0)
  );
  const known = useSourceNote(props.note, isQuiet);
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
  if (!isLive || !isQuiet.value) return null;
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

const POLL_MS = 5_000;

/**
 * State of the sources: as rendered, then polled while `isNeeded`. The module
 * that formats it is loaded on demand, since few pages need it.
 */
function useSourceNote(
  rendered: string,
  isNeeded: ReadonlySignal<boolean>,
): ReadonlySignal<string> {
  const note = useSignal(rendered);
  usePolling(async (signal) => {
    if (!isNeeded.peek()) return;
    const [{ sourceNote }, { sources }] = await Promise.all([
      import("./source_note.ts"),
      fetchJson<Pipeline>("/api/pipeline", {}, signal),
    ]);
    note.value = sourceNote(sources);
  }, { everyMs: POLL_MS });
  return note;
}

/** Replaces the page of a topic that was removed while it was open. */
export function Gone({ slug }: { slug: string }): VNode {
  return (
    <p class="quiet gone" role="status">
      The topic <b>{slug}</b> was removed. <a href="/">All topics</a>
    </p>
  );
}

/**
 * Title of a topic's page: `41/min · trump · Freshet`.
 *
 * @param rate Null if it is unknown or may be stale.
 */
export function pageTitle(slug: string, rate: number | null): string {
  const prefix = rate === null ? "" : `${formatCount(rate)}/min · `;
  return `${prefix}${slug} · Freshet`;
}
