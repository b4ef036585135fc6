import type { StoredTopic } from "../../db/read/topics.ts";
import { readMatched } from "../../db/search/matched.ts";
import { readMatchedTerms } from "../../db/search/matched_terms.ts";
import type { TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/post.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { Moments } from "./moments.ts";
import type { ReadSources } from "./replica.ts";

/** Each answer may read many posts, and hold some megabytes. */
const MATCHED = { sharedMs: 5_000, maxKept: 8, maxReading: 8 };

/** Reads what matches a filter once for all requests within a few seconds. */
export function createMatchedReads(
  sources: Pick<ReadSources, "read">,
  findTopic: (slug: string) => Promise<StoredTopic>,
) {
  const matched = new Moments<Awaited<ReturnType<typeof readMatched>>>(MATCHED);
  const terms = new Moments<Awaited<ReturnType<typeof readMatchedTerms>>>(
    MATCHED,
  );

  async function readPosts(
    topic: StoredTopic,
    range: TimeRange,
    filter: PostFilter,
  ) {
    return await matched.ask(
      questionOf(topic, range, filter),
      () =>
        sources.read(({ kysely }) => readMatched(kysely, topic, range, filter)),
    );
  }

  return {
    /** The posts of a range that match a filter, as they were some seconds ago at most. */
    readMatched: async (slug: string, range: TimeRange, filter: PostFilter) =>
      await readPosts(await findTopic(slug), range, filter),
    /** The terms of the newest of these, most frequent first. */
    async readMatchedTerms(
      slug: string,
      range: TimeRange,
      filter: PostFilter,
      kind: TermKind,
      limit: number,
    ): Promise<readonly TermCount[]> {
      const topic = await findTopic(slug);
      const found = await terms.ask(
        questionOf(topic, range, filter),
        async () => {
          const { posts } = await readPosts(topic, range, filter);
          return await sources.read(({ kysely }) =>
            readMatchedTerms(kysely, topic, posts)
          );
        },
      );
      return found.get(kind)?.slice(0, limit) ?? [];
    },
  };
}

function questionOf(
  { id, query }: StoredTopic,
  { from, to }: TimeRange,
  filter: PostFilter,
): string {
  return JSON.stringify([id, query, from, to, filter]);
}
