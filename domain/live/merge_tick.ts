import { mergeWindow } from "../series/merge_window.ts";
import type { TopicSnapshot, TopicTick } from "./snapshot.ts";

/** Posts that are kept of a topic: only the newest is of interest, and those behind it should it be taken back. */
const MAX_POSTS = 20;

/** What a page shows of a topic after a tick; neither argument is changed. */
export function mergeTick(
  snapshot: TopicSnapshot,
  tick: TopicTick,
): TopicSnapshot {
  const { posts = [] } = tick;
  const about = tick.about ?? snapshot.about;
  return {
    window: tick.window
      ? mergeWindow(snapshot.window, tick.window)
      : snapshot.window,
    totals: tick.totals ?? snapshot.totals,
    rate: tick.rate ?? snapshot.rate,
    terms: tick.terms ?? snapshot.terms,
    posts: [...posts, ...snapshot.posts].slice(0, MAX_POSTS),
    ...(about && { about }),
  };
}
