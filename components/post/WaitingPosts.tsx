import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { MAX_LIVE, type PostFeed } from "./feed.ts";

/** Props of {@linkcode WaitingPosts}. */
export interface WaitingPostsProps {
  feed: PostFeed;
  address: ReadonlySignal<string>;
  onShow: () => void;
}

/** The way to newer posts than the list begins with, if there is one. */
export function WaitingPosts(
  { feed, address, onShow }: WaitingPostsProps,
): VNode | null {
  if (/[?&]before=./.test(address.value)) {
    const newest = withParams(address.value, { before: null });
    return <VisitLink class="waiting" href={newest}>Newest posts</VisitLink>;
  }
  const waiting = feed.waiting.value;
  if (waiting === 0 && !feed.list.value.isCut) return null;
  const count = waiting < MAX_LIVE
    ? formatCount(waiting)
    : `${formatCount(MAX_LIVE)}+`;
  return (
    <button type="button" class="waiting" onClick={onShow}>
      {waiting === 0
        ? "Newest posts"
        : `${count} new ${waiting === 1 ? "post" : "posts"}`}
    </button>
  );
}
