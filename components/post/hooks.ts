import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { postsQuestionKey, timeParams } from "../../domain/request/address.ts";
import type { PostsQuestion } from "../../domain/request/posts.ts";
import { queryOf } from "../address/address.ts";
import { live } from "../live/store.ts";
import { PostFeed } from "./feed.ts";
import type { PostsView } from "./posts.ts";

/** What {@linkcode usePostFeed} begins with. */
export interface RenderedPosts {
  slug: string;
  /** Path and query of the page. */
  address: ReadonlySignal<string>;
  view: PostsView;
  question: PostsQuestion;
}

/**
 * The posts that an address selects, kept up to date while the component is mounted.
 *
 * @param onChoose Called when the address selects other posts, with whether its time range changed.
 */
export function usePostFeed(
  { slug, address, view, question }: RenderedPosts,
  onChoose: (isOtherTime: boolean) => void,
): PostFeed {
  const [{ feed, shown }] = useState(() => {
    const options = { seq: view.seq, painting: live.painting };
    return {
      feed: new PostFeed(slug, question, view, options),
      shown: keysOf(address.peek()),
    };
  });
  useEffect(() => {
    const stop = live.listen((event) => feed.receive(event));
    return () => {
      stop();
      feed[Symbol.dispose]();
    };
  }, []);
  useSignalEffect(() => feed.hold("paused", live.paused.value));
  useSignalEffect(() => {
    if (live.connection.value.kind === "live") void feed.retry();
  });
  useSignalEffect(() => {
    const chosen = address.value;
    // Without a connection the module may not load: then it is tried again.
    void live.connection.value;
    const { key, time } = keysOf(chosen);
    if (key === shown.key) return;
    onChoose(time !== shown.time);
    Object.assign(shown, { key, time });
    import("./fetch_posts.ts").then(({ questionOf }) => {
      if (shown.key === key) void feed.choose(questionOf(chosen));
    }, () => {
      if (shown.key !== key) return;
      shown.key = "";
      feed.phase.value = "failed";
    });
  });
  return feed;
}

function keysOf(address: string) {
  return {
    key: postsQuestionKey(queryOf(address)),
    time: `${timeParams(address)}`,
  };
}

/**
 * Calls back when the top of a list scrolls out of sight above, or back into
 * it, until `signal` aborts. Both the list and the page may have a scroll bar.
 */
export function watchReading(
  scroller: HTMLElement,
  top: HTMLElement,
  onChange: (isReading: boolean) => void,
  signal: AbortSignal,
): void {
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1); // the newest
    if (!entry) return;
    const edge = Math.max(0, scroller.getBoundingClientRect().top);
    onChange(!entry.isIntersecting && entry.boundingClientRect.top < edge);
  });
  observer.observe(top);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
