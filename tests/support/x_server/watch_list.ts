import type {
  TopicWatch,
  TrackedTopic,
} from "../../../workers/ingest/sources/topic_watch.ts";

/** Topics that a test changes. */
export interface WatchList extends TopicWatch {
  /** `slug: query`; a query that begins with `!` is paused. */
  set(topics: Readonly<Record<string, string>>): void;
  /** Those who want to be told. */
  readonly listeners: number;
}

/** Creates a list of topics that can be changed. */
export function watchList(
  topics: Readonly<Record<string, string>>,
): WatchList {
  const callbacks = new Set<() => void>();
  let current = toTopics(topics);
  return {
    get current() {
      return current;
    },
    get listeners() {
      return callbacks.size;
    },
    onChange(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    set(topics) {
      current = toTopics(topics);
      for (const callback of callbacks) callback();
    },
  };
}

function toTopics(topics: Readonly<Record<string, string>>): TrackedTopic[] {
  return Object.entries(topics).map(([slug, query]) => ({
    slug,
    query: query.replace(/^!/, ""),
    active: !query.startsWith("!"),
  }));
}
