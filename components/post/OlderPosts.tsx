import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { readViewFilter } from "../../domain/request/posts.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { onPlainClick } from "../topic/on_plain_click.ts";
import type { PostFeed } from "./feed.ts";

/** Pages without a post after which nobody is asked any more by itself. */
const MAX_EMPTY = 3;

/** Props of {@linkcode OlderPosts}. */
export interface OlderPostsProps {
  feed: PostFeed;
  address: ReadonlySignal<string>;
}

/** The end of the list: older posts come by themselves when it is near, or by a link. */
export function OlderPosts({ feed, address }: OlderPostsProps): VNode {
  const ahead = useRef<HTMLDivElement>(null);
  const { posts, next } = feed.list.value;
  const isTired = feed.empty.value >= MAX_EMPTY;
  const phase = feed.phase.value;
  const isAsking = next !== null && !isTired && phase === "still";

  useEffect(() => {
    if (!isAsking) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) void feed.older();
    });
    observer.observe(ahead.current!);
    return () => observer.disconnect();
  }, [next, isAsking]);

  return (
    <div class="older">
      <div class="ahead" ref={ahead} />
      {posts.length === 0 && phase === "still" && (
        <p class="note">{emptyWords(address.value, next !== null)}</p>
      )}
      {phase === "failed" && <Failed feed={feed} />}
      {next !== null && (
        <a
          href={withParams(address.value, { before: next })}
          rel="next"
          onClick={onPlainClick(() => void feed.older())}
        >
          {phase === "loading"
            ? "Reading…"
            : isTired
            ? "Look further back"
            : "Older posts"}
        </a>
      )}
    </div>
  );
}

function Failed({ feed }: { feed: PostFeed }): VNode {
  return (
    <p class="note" role="status">
      The server did not answer.{" "}
      <button type="button" onClick={() => void feed.retry()}>Try again</button>
    </p>
  );
}

function emptyWords(address: string, hasMore: boolean): string {
  const choice = readViewFilter(new URLSearchParams(address.split("?")[1]));
  if (hasMore) return "None among the newest";
  return Object.keys(choice).length > 0 ? "No posts like this" : "None yet";
}
