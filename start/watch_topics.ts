import { setTimeout as delay } from "node:timers/promises";
import type { StoredTopic } from "../db/read/topics.ts";
import type { TopicWatch } from "../workers/ingest/topic_watch.ts";

/** Options for {@linkcode watchTopics}. */
export interface WatchTopicsOptions {
  /** From one look to the next. @default {1_000} */
  everyMs?: number;
  /** Told of each look that failed; the topics stay as they were. */
  onError?: (error: unknown) => void;
}

/** Follows the topics of a database until it is disposed of. */
export async function watchTopics(
  readTopics: () => Promise<StoredTopic[]>,
  options: WatchTopicsOptions = {},
): Promise<TopicWatch & AsyncDisposable> {
  const { everyMs = 1_000, onError = () => {} } = options;
  const callbacks = new Set<() => void>();
  const stopping = new AbortController();
  let current = await readTopics();

  async function look(): Promise<void> {
    const topics = await readTopics();
    if (describe(topics) === describe(current)) return;
    current = topics;
    for (const callback of callbacks) callback();
  }
  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await look().catch(onError);
    }
  }
  const following = follow(stopping.signal);

  return {
    get current() {
      return current;
    },
    onChange(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
    },
  };
}

function describe(topics: readonly StoredTopic[]): string {
  return JSON.stringify(
    topics.map(({ slug, query, active }) => [slug, query, active]),
  );
}
