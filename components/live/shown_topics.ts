import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { LiveTopics } from "./live_topics.ts";

/** What holds the screen still. */
export interface Hold {
  /** The reader has stopped everything. */
  readonly paused: boolean;
  /** The reader is further down the posts: these stay, all else goes on. */
  readonly reading: boolean;
}

/** What to show after `latest` came in while `shown` was on the screen. */
export function showTopics(
  latest: LiveTopics,
  shown: LiveTopics,
  hold: Hold,
): LiveTopics {
  if (hold.paused) return shown;
  if (!hold.reading) return latest;
  return new Map(
    Array.from(latest, ([slug, topic]) => [slug, {
      ...topic,
      posts: shown.get(slug)?.posts ?? topic.posts,
    }]),
  );
}

/** How many posts of `latest` wait for the reader of `shown`. */
export function countWaiting(latest: LiveTopics, shown: LiveTopics): number {
  let waiting = 0;
  for (const [slug, topic] of latest) {
    waiting += newerThan(topic, shown.get(slug)?.posts[0]?.seq ?? 0);
  }
  return waiting;
}

function newerThan(topic: TopicSnapshot, seq: number): number {
  return topic.posts.filter((post) => post.seq > seq).length;
}
