import { replacePosts } from "../../domain/live/replace_posts.ts";
import type { TopicTick } from "../../domain/live/snapshot.ts";
import type { LiveTopics } from "./live_topics.ts";

/** The topics, with the posts of a tick that their authors wrote anew; the same ones if there are none. */
export function withEdits(
  topics: LiveTopics,
  ticks: ReadonlyMap<string, TopicTick>,
): LiveTopics {
  let next = topics;
  for (const [slug, { edited = [] }] of ticks) {
    const topic = topics.get(slug);
    const posts = topic && replacePosts(topic.posts, edited);
    if (topic && posts && posts !== topic.posts) {
      next = new Map([...next, [slug, { ...topic, posts }]]);
    }
  }
  return next;
}
