import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatTime } from "../../domain/format/times.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { withParams } from "../../domain/request/parameters.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { zone } from "../address/zone.ts";
import { useSourceNote } from "./status.ts";

/** Props of {@linkcode Quiet}. */
interface QuietProps {
  slug: string;
  /** What the page shows: path and query. */
  address: string;
  topic: ReadonlySignal<TopicSnapshot>;
  /** Whether the live window is shown, and not another time. */
  isLive: boolean;
  /** What is running, in words: for sources that have told nothing of themselves yet. */
  source: string;
  /** How the sources were doing when the page was rendered, in words. */
  note: string;
}

/** What is awaited and what works, when there is nothing to show; nothing when there is. */
export function Quiet(props: QuietProps): VNode | null {
  const { slug, address, topic, isLive, source } = props;
  const isQuiet = useComputed(() =>
    topic.value.window.posts.every((count) => count === 0)
  );
  const told = useSourceNote(props.note, isQuiet);
  const note = told.value || `reading ${source}`;
  const { totals, posts } = topic.value;
  if (totals.posts === 0) {
    return (
      <p class="quiet">
        <span role="status">
          Waiting for the first post about <b>{slug}</b>
        </span>
        ; {note}.
      </p>
    );
  }
  if (!isLive || !isQuiet.value) return null;
  const newest = Date.parse(posts[0]?.createdAt ?? "") / 1_000;
  return (
    <p class="quiet">
      <span role="status">No posts in the last 15 minutes</span>; {note}.{" "}
      {newest > 0 &&
        `The newest is of ${formatTime(newest, "day", zone.value)}. `}
      <VisitLink href={withParams(address, { range: "all" })}>
        Show all that is stored
      </VisitLink>
    </p>
  );
}

/** What a page says whose topic was removed while it was open. */
export function Gone({ slug }: { slug: string }): VNode {
  return (
    <p class="quiet gone" role="status">
      The topic <b>{slug}</b> was removed. <a href="/">To all topics</a>
    </p>
  );
}
