import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { MAX_POSTS } from "../../domain/live/merge_tick.ts";
import type { Post } from "../../domain/post/post.ts";
import { live } from "../live/live.ts";
import { PostItem } from "./PostItem.tsx";
import { watchReading } from "../live/watch_reading.ts";

/** Props of {@linkcode PostList}. */
export interface PostListProps {
  /** Newest first. */
  posts: ReadonlySignal<readonly Post[]>;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Newest `seq` that the page was rendered with. */
  renderedSeq: number;
}

/** The newest posts. New ones wait above the list while somebody reads further down. */
export function PostList(
  { posts, renderedAt, renderedSeq }: PostListProps,
): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    watchReading(scroller.current!, top.current!, stop.signal);
    return () => stop.abort();
  }, []);

  function showNew(): void {
    live.pause(false);
    live.read(false);
    top.current?.scrollIntoView({ block: "nearest" });
  }

  return (
    <section id="posts">
      <div class="bar">
        <h2 id="posts-title">Newest posts</h2>
        <WaitingButton onClick={showNew} />
      </div>
      <div
        class="scroller"
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-labelledby="posts-title"
      >
        <div ref={top} />
        {posts.value.length === 0 && <p class="note">None yet</p>}
        <ol>
          {posts.value.map((post) => (
            <PostItem
              key={post.seq}
              post={post}
              renderedAt={renderedAt}
              isNew={post.seq > renderedSeq}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}

function WaitingButton({ onClick }: { onClick: () => void }): VNode | null {
  const waiting = live.waiting.value;
  if (waiting === 0) return null;
  const count = waiting < MAX_POSTS ? `${waiting}` : `${MAX_POSTS}+`;
  return (
    <button type="button" class="waiting" onClick={onClick}>
      {count} new {waiting === 1 ? "post" : "posts"}
    </button>
  );
}
