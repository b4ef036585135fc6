import type { Kysely } from "kysely";
import type { Tables } from "../../db/connection/tables.ts";
import type { TopicCache } from "../../db/read/cache.ts";
import {
  findTopic as findStored,
  type StoredTopic,
} from "../../db/read/topics.ts";
import type { ReadSources } from "./replica.ts";

/** A query about one topic. */
type TopicQuery<Rest extends unknown[], T> = (
  db: Kysely<Tables>,
  topic: StoredTopic,
  ...rest: Rest
) => Promise<T>;

/** Options for {@linkcode bindTopics}. */
export interface BindTopicsOptions {
  /** Whether archived topics are found. @default {false} */
  readonly archived?: boolean;
  /** Where queries run. @default where topics are looked up */
  readonly sources?: Pick<ReadSources, "read">;
}

/** Lets queries about a topic be called with its slug instead. */
export function bindTopics(
  kysely: Kysely<Tables>,
  createError: (slug: string) => Error,
  { archived = false, sources }: BindTopicsOptions = {},
) {
  async function findTopic(slug: string): Promise<StoredTopic> {
    const topic = await findStored(kysely, slug, { archived });
    if (!topic) throw createError(slug);
    return topic;
  }
  const ofTopic =
    <Rest extends unknown[], T>(query: TopicQuery<Rest, T>) =>
    async (slug: string, ...rest: Rest): Promise<T> => {
      const topic = await findTopic(slug);
      const ask = (db: { readonly kysely: Kysely<Tables> }) =>
        query(db.kysely, topic, ...rest);
      return await (sources ? sources.read(ask) : ask({ kysely }));
    };
  return { findTopic, ofTopic };
}

/** Lets queries about a topic be called with its slug, and keeps their answers until the topic changes. */
export function bindShared(
  topicsCache: TopicCache,
  sources: Pick<ReadSources, "read">,
  createError: (slug: string) => Error,
) {
  return <Rest extends unknown[], T>(
    name: string,
    query: TopicQuery<Rest, T>,
    isKept?: (answer: NoInfer<T>) => boolean,
  ) =>
  async (slug: string, ...rest: Rest): Promise<T> => {
    const now = await topicsCache.look();
    const topic = now.topics.find((one) => one.slug === slug);
    if (!topic) throw createError(slug);
    const question = `${name} ${JSON.stringify(rest)}`;
    return await sources.read(({ kysely, cache }) => {
      const read = () => query(kysely, topic, ...rest);
      return cache.ask(topic, question, read, isKept);
    }, now);
  };
}
