import { mergeTick } from "../../domain/live/merge_tick.ts";
import type { TopicSnapshot, TopicTick } from "../../domain/live/snapshot.ts";
import type { LiveEvent } from "./event.ts";

/** What a page knows of its topics, by slug. */
export type LiveTopics = ReadonlyMap<string, TopicSnapshot>;

/** The topics after an event; the given ones are not changed. */
export function applyLiveEvent(
  topics: LiveTopics,
  event: Exclude<LiveEvent, { type: "beat" }>,
): LiveTopics {
  switch (event.type) {
    case "snapshot":
      return event.topics;
    case "tick": {
      const next = new Map(event.whole ? [] : topics);
      for (const [slug, tick] of event.topics) {
        const topic = topics.get(slug) ?? (event.whole && begin(tick));
        if (topic) next.set(slug, mergeTick(topic, tick));
      }
      return next;
    }
    case "delete":
      return withoutPosts(topics, new Set(event.posts));
  }
}

/** What is known of a topic that came while the page was away; null if that is too little. */
function begin({ window, totals, rate, terms }: TopicTick) {
  if (!window || !totals || rate === undefined || !terms) return null;
  return { window, totals, rate, terms, posts: [] };
}

/** The topics without the posts of these `seq`. */
function withoutPosts(
  topics: LiveTopics,
  seqs: ReadonlySet<number>,
): LiveTopics {
  return new Map(
    Array.from(topics, ([slug, topic]) => [slug, {
      ...topic,
      posts: topic.posts.filter((post) => !seqs.has(post.seq)),
    }]),
  );
}
