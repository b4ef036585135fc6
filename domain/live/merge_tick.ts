import { mergePosts } from "./merge_posts.ts";
import { mergeWindow } from "../series/merge_window.ts";
import { replacePosts } from "./replace_posts.ts";
import type { TopicSnapshot, TopicTick } from "./snapshot.ts";

/** Posts that a page keeps of a topic. */
export const MAX_POSTS = 100;

/** What a page shows of a topic after a tick; neither argument is changed. */
export function mergeTick(
  snapshot: TopicSnapshot,
  tick: TopicTick,
): TopicSnapshot {
  const posts = replacePosts(snapshot.posts, tick.edited ?? []);
  const about = tick.about ?? snapshot.about;
  return {
    window: tick.window
      ? mergeWindow(snapshot.window, tick.window)
      : snapshot.window,
    totals: tick.totals ?? snapshot.totals,
    rate: tick.rate ?? snapshot.rate,
    terms: tick.terms ?? snapshot.terms,
    posts: tick.posts ? mergePosts(posts, tick.posts, MAX_POSTS) : posts,
    ...(about && { about }),
  };
}
