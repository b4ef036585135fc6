import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatTime } from "../../domain/format/format_time.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { VisitLink } from "./VisitLink.tsx";
import { zone } from "./zone.ts";

/** Props of {@linkcode Quiet}. */
export interface QuietProps {
  slug: string;
  /** What the page shows: path and query. */
  address: string;
  topic: ReadonlySignal<TopicSnapshot>;
  /** Whether the live window is shown, and not another time. */
  isLive: boolean;
  /** What is running, in words. */
  source: string;
}

/** What is awaited, when there is nothing to show; nothing when there is. */
export function Quiet(
  { slug, address, topic, isLive, source }: QuietProps,
): VNode | null {
  const { totals, window, posts } = topic.value;
  if (totals.posts === 0) {
    return (
      <p class="quiet" role="status">
        Waiting for the first post about <b>{slug}</b>. Reading {source}.
      </p>
    );
  }
  if (!isLive || window.posts.some((count) => count > 0)) return null;
  const newest = Date.parse(posts[0]?.createdAt ?? "") / 1_000;
  return (
    <p class="quiet" role="status">
      No posts in the last 15 minutes. {newest > 0 &&
        `The newest is of ${formatTime(newest, "day", zone.value)}. `}
      <VisitLink href={withParams(address, { range: "all" })}>
        Show all that is stored
      </VisitLink>
    </p>
  );
}
