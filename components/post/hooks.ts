import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import {
  postsQuestionKey,
  readPostsQuestion,
} from "../../domain/request/posts.ts";
import { timeParams } from "../../domain/request/range.ts";
import { queryOf } from "../address/address.ts";
import { live } from "../live/store.ts";
import { PostFeed } from "./feed.ts";
import type { PostsView } from "./posts.ts";

/** Options for {@linkcode usePostFeed}. */
export interface UsePostFeedOptions {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Called when the address selects other posts, with whether its time range changed. */
  onChoose: (isOtherTime: boolean) => void;
}

/** The posts that an address selects, kept up to date while the component is mounted. */
export function usePostFeed(
  slug: string,
  address: ReadonlySignal<string>,
  view: PostsView,
  { renderedAt, onChoose }: UsePostFeedOptions,
): PostFeed {
  const [{ feed, shown }] = useState(() => {
    const params = queryOf(address.peek());
    const question = readPostsQuestion(params, renderedAt);
    const { seq } = view;
    const { painting } = live;
    return {
      feed: new PostFeed(slug, question, view, { seq, painting }),
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
    const { key, time } = keysOf(address.value);
    if (key === shown.key) return;
    const isOtherTime = time !== shown.time;
    Object.assign(shown, { key, time });
    onChoose(isOtherTime);
    const params = queryOf(address.value);
    void feed.choose(readPostsQuestion(params, Date.now()));
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
