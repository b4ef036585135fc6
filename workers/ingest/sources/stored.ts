import { matchQuery, prepareText } from "../../../domain/query/match.ts";
import { parseQuery } from "../../../domain/query/parse.ts";
import type { Network, Source, SourcePost } from "./source.ts";
import type { TopicWatch, TrackedTopic } from "./topic_watch.ts";

/** Reads the stored posts of other topics; see `readStoredPosts()`. */
export type ReadStored = (
  range: { topicId: number; after: number; upTo: number },
) => Promise<{
  posts: readonly { seq: number; source: string; post: SourcePost }[];
  through: number;
}>;

/** A topic that is to be filled from stored posts. */
export type FilledTopic = TrackedTopic & {
  readonly id: number;
  readonly fillSeq: number;
};

/** Posts that are known to be sent; older ones may come again, and are stored once. */
const MAX_SENT = 50_000;

/**
 * Posts of other topics that were stored up to the topic's `fillSeq` and match
 * its query, under the names of their sources. Its position is the `seq` up to
 * which they were looked through, whether they match or not.
 */
export function storedSource(
  { id: topicId, slug, fillSeq: upTo }: FilledTopic,
  { topics, readStored }: { topics: TopicWatch; readStored: ReadStored },
): Source {
  return {
    name: "stored",
    key: `stored:${slug}?to=${upTo}`,
    async *read(position, signal) {
      let after = Number(position ?? 0);
      let sent = new Set<string>();
      while (after < upTo && !signal.aborted) {
        const topic = topics.current.find((one) => one.slug === slug);
        if (!topic) return; // it was removed
        const query = parseQuery(topic.query);
        const { posts, through } = await readStored({ topicId, after, upTo });
        for (const { seq, source, post } of posts) {
          if (signal.aborted) return;
          const name = `${source} ${post.id}`;
          const isNew = !sent.has(name) && matchQuery(query, prepareText(post));
          if (isNew) sent = sent.size < MAX_SENT ? sent : new Set();
          if (isNew) sent.add(name);
          yield {
            ...{ kind: "post", post, network: source as Network },
            ...{ topics: isNew ? [slug] : [], position: String(seq) },
          };
        }
        after = through;
      }
    },
  };
}

/** Calls back with a source for each topic that is to be filled, now and later; call the returned function to end that. */
export function watchFills(
  parts: { topics: TopicWatch; readStored: ReadStored },
  start: (source: Source) => void,
): () => void {
  const started = new Set<string>();
  function look(): void {
    for (const { id, fillSeq, ...topic } of parts.topics.current) {
      if (id === undefined || typeof fillSeq !== "number") continue;
      const source = storedSource({ ...topic, id, fillSeq }, parts);
      if (started.has(source.key)) continue;
      started.add(source.key);
      start(source);
    }
  }
  look();
  return parts.topics.onChange(look);
}
