import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { live } from "../live/live.ts";
import { watchReading } from "../live/watch_reading.ts";
import { ExportMenu } from "./ExportMenu.tsx";
import { OlderPosts } from "./OlderPosts.tsx";
import { PostFilters } from "./PostFilters.tsx";
import { PostItems } from "./PostItems.tsx";
import type { PostsView } from "./posts_view.ts";
import { usePostFeed } from "./use_post_feed.ts";
import { WaitingPosts } from "./WaitingPosts.tsx";

/** Props of {@linkcode PostList}. */
export interface PostListProps {
  slug: string;
  /** What the page shows. */
  address: ReadonlySignal<string>;
  view: PostsView;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/**
 * The posts that the page's address asks for. New ones wait above the list while
 * somebody reads further down, older ones come at its end.
 */
export function PostList(
  { slug, address, view, renderedAt }: PostListProps,
): VNode {
  const section = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const isSliding = useRef(false);
  const feed = usePostFeed(slug, address, view, { renderedAt, onChoose });
  useEffect(() => {
    const stop = new AbortController();
    const tell = (isReading: boolean) => {
      if (!isSliding.current) feed.read(isReading);
    };
    watchReading(scroller.current!, top.current!, tell, stop.signal);
    return () => stop.abort();
  }, []);

  function onSlide(isNow: boolean): void {
    isSliding.current = isNow;
    // The list may have gone meanwhile.
    if (!isNow) feed.read((scroller.current?.scrollTop ?? 0) > 0);
  }

  /** Leads from a word or mood that was chosen to its posts; a time is chosen where it is seen. */
  function onChoose(isOtherTime: boolean): void {
    scroller.current!.scrollTop = 0;
    if (isOtherTime) return;
    const { top } = section.current!.getBoundingClientRect();
    if (top < 0 || top > innerHeight) section.current!.scrollIntoView();
  }

  function showNewest(): void {
    live.pause(false);
    scroller.current!.scrollTop = 0;
    // The button that was pressed goes, and must not take the focus along.
    scroller.current!.focus({ preventScroll: true });
    top.current!.scrollIntoView({ block: "nearest" });
    void feed.showNewest();
  }

  const { posts } = feed.list.value;
  return (
    <section id="posts" ref={section}>
      <div class="bar">
        <h2 id="posts-title">Posts</h2>
        <WaitingPosts feed={feed} address={address} onShow={showNewest} />
        <ExportMenu slug={slug} address={address} renderedAt={renderedAt} />
      </div>
      <PostFilters address={address} />
      <div
        class="scroller"
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-labelledby="posts-title"
        aria-busy={feed.phase.value === "loading"}
      >
        <div class="sheet">
          <div ref={top} />
          <PostItems
            posts={posts}
            renderedAt={renderedAt}
            renderedSeq={view.seq}
            onSlide={onSlide}
          />
          <OlderPosts feed={feed} address={address} />
        </div>
      </div>
    </section>
  );
}
