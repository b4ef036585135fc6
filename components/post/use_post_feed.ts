import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import {
  postsQuestionKey,
  readPostsQuestion,
} from "../../domain/request/posts_question.ts";
import { timeParams } from "../../domain/request/time_params.ts";
import { live } from "../live/live.ts";
import { PostFeed } from "./feed.ts";
import { askPosts } from "./posts.ts";
import type { PostsView } from "./posts_view.ts";

/** Options for {@linkcode usePostFeed}. */
export interface UsePostFeedOptions {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Told when the address asks for other posts than before, and whether it does so by another time. */
  onChoose: (isOtherTime: boolean) => void;
}

/** The posts that an address asks for, kept up to date while the component is on the page. */
export function usePostFeed(
  slug: string,
  address: ReadonlySignal<string>,
  view: PostsView,
  { renderedAt, onChoose }: UsePostFeedOptions,
): PostFeed {
  const [{ feed, asked }] = useState(() => {
    const params = paramsOf(address.peek());
    const question = readPostsQuestion(params, renderedAt);
    const options = { seq: view.seq, painting: live.painting };
    return {
      feed: new PostFeed(slug, question, view, askPosts(slug), options),
      asked: {
        key: postsQuestionKey(params),
        time: timeKey(address.peek()),
      },
    };
  });
  useEffect(() => {
    const stop = live.listen((event) => feed.receive(event));
    return () => {
      stop();
      feed[Symbol.dispose]();
    };
  }, []);
  useSignalEffect(() => feed.pause(live.paused.value));
  useSignalEffect(() => {
    if (live.connection.value.kind === "live") void feed.retry();
  });
  useSignalEffect(() => {
    const params = paramsOf(address.value);
    const key = postsQuestionKey(params);
    if (key === asked.key) return;
    const time = timeKey(address.value);
    const isOtherTime = time !== asked.time;
    Object.assign(asked, { key, time });
    onChoose(isOtherTime);
    void feed.choose(readPostsQuestion(params, Date.now()));
  });
  return feed;
}

function timeKey(address: string): string {
  return timeParams(address).toString();
}

function paramsOf(address: string): URLSearchParams {
  return new URLSearchParams(address.split("?")[1]);
}
