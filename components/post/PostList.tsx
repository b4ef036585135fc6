import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { withParams } from "../../domain/request/address.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { onPlainClick } from "../address/address.ts";
import { usePopover } from "../elements/Choices.tsx";
import { later } from "../elements/later.tsx";
import { live } from "../live/store.ts";
import type { ExportLinksProps } from "./ExportLinks.tsx";
import { PostFilters } from "./PostFilters.tsx";
import { WEIGHTS_FORM } from "./PostItem.tsx";
import { PostItems } from "./PostItems.tsx";
import type { PostFeed } from "./feed.ts";
import { type RenderedPosts, usePostFeed, watchReading } from "./hooks.ts";
import { MAX_LIVE } from "./posts.ts";

const ExportLinks = await later(async () =>
  (await import("./ExportLinks.tsx")).ExportLinks
);

/** Props of {@linkcode PostList}. */
interface PostListProps extends RenderedPosts {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/**
 * The posts that the page's address selects. New ones wait above the list while
 * the reader is further down; older ones are loaded at its end.
 */
export function PostList(props: PostListProps): VNode {
  const { slug, address, view, renderedAt } = props;
  const section = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const isSliding = useRef(false);
  const feed = usePostFeed(props, onChoose);
  useEffect(() => {
    const stop = new AbortController();
    watchReading(scroller.current!, top.current!, (isReading) => {
      if (!isSliding.current) feed.hold("reading", isReading);
    }, stop.signal);
    return () => stop.abort();
  }, []);

  function onSlide(isNow: boolean): void {
    isSliding.current = isNow;
    if (isNow) return;
    const scrollTop = scroller.current?.scrollTop ?? 0; // it may be unmounted
    feed.hold("reading", scrollTop > 0);
  }

  /** Scrolls to the posts of a selected word or mood, but not when a time is selected in a chart. */
  function onChoose(isOtherTime: boolean): void {
    scroller.current!.scrollTop = 0;
    if (isOtherTime) return;
    const { top } = section.current!.getBoundingClientRect();
    if (top < 0 || top > innerHeight) section.current!.scrollIntoView();
  }

  function showNewest(): void {
    live.pause(false);
    scroller.current!.scrollTop = 0;
    // The pressed button disappears and would lose the focus.
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
      <form
        id={WEIGHTS_FORM}
        action={`/t/${encodeURIComponent(slug)}/post`}
        onSubmit={showWeights}
      />
      <PostFilters address={address} filter={feed.question.value.choice} />
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

/** Shows which words weighed below the post that asks; the form leads to the same on a page. */
function showWeights(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement;
  import("./toggle_weights.tsx")
    .then(({ toggleWeights }) => toggleWeights(form, button))
    .catch(() => location.assign(`${form.action}?seq=${button.value}`));
}

/** Empty pages after which older ones are loaded only on request. */
const MAX_EMPTY = 3;

/** Props of {@linkcode OlderPosts}. */
interface OlderPostsProps {
  feed: PostFeed;
  address: ReadonlySignal<string>;
}

/** The end of the list: loads older posts when it comes near, or by a link. */
function OlderPosts({ feed, address }: OlderPostsProps): VNode {
  const ahead = useRef<HTMLDivElement>(null);
  const { posts, next } = feed.list.value;
  const isManual = feed.emptyPages.value >= MAX_EMPTY;
  const phase = feed.phase.value;
  const isWatching = next !== null && !isManual && phase === "idle";

  useEffect(() => {
    if (!isWatching) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) void feed.older();
    });
    observer.observe(ahead.current!);
    return () => observer.disconnect();
  }, [next, isWatching]);

  return (
    <div class="older">
      <div class="ahead" ref={ahead} />
      {posts.length === 0 && phase === "idle" && (
        <p class="note">{emptyText(feed, next !== null)}</p>
      )}
      {phase === "failed" && <Failed feed={feed} />}
      {next !== null && (
        <a
          href={withParams(address.value, { before: next })}
          rel="next"
          onClick={onPlainClick(() => void feed.older())}
        >
          {phase === "loading"
            ? "Loading…"
            : isManual
            ? "Search further back"
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

function emptyText({ question }: PostFeed, hasMore: boolean): string {
  const filter = question.value.choice;
  if (hasMore) return "No recent posts match";
  return Object.keys(filter).length > 0 ? "No posts match" : "No posts yet";
}

/** Props of {@linkcode WaitingPosts}. */
interface WaitingPostsProps {
  feed: PostFeed;
  address: ReadonlySignal<string>;
  onShow: () => void;
}

/** Leads to posts that are newer than the list, if there are any. */
function WaitingPosts(
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

/** A menu of links that export the posts of the page. */
function ExportMenu(props: ExportLinksProps): VNode {
  const details = usePopover();
  // It stays once it is there: an export continues when the menu is closed.
  const isNeeded = useSignal(!globalThis.document);
  return (
    <details
      class="export"
      ref={details}
      onToggle={() => isNeeded.value = true}
    >
      <summary>Export</summary>
      {isNeeded.value && <ExportLinks {...props} />}
    </details>
  );
}
