import { HttpError } from "fresh";
import type { StoredTopic } from "../../db/read/topics.ts";
import { readMatched } from "../../db/search/matched.ts";
import { readMatchedTerms } from "../../db/search/matched_terms.ts";
import type { TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/post.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { ReadSources } from "./replica.ts";

/** Answers that are read at once: each may read many posts. */
const MAX_READING = 8;

/** Reads what matches a filter once for all requests within a few seconds. */
export function createMatchedReads(
  sources: Pick<ReadSources, "read">,
  findTopic: (slug: string) => Promise<StoredTopic>,
) {
  const matched = new Moments<Awaited<ReturnType<typeof readMatched>>>();
  const terms = new Moments<Awaited<ReturnType<typeof readMatchedTerms>>>();

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
  { id, query, ignored }: StoredTopic,
  { from, to }: TimeRange,
  filter: PostFilter,
): string {
  return JSON.stringify([id, query, ignored, from, to, filter]);
}

/** How long an answer is shared. */
const SHARED_MS = 5_000;

/** Answers that are kept; each may hold some megabytes. */
const MAX_KEPT = 8;

/** Answers that are shared for some seconds, a few of them. */
class Moments<T> {
  readonly #kept = new Map<string, { untilMs: number; value: Promise<T> }>();
  #reading = 0;

  /** @throws {HttpError} 503 if too many are read already. */
  async ask(question: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(question);
    if (known && known.untilMs > performance.now()) return await known.value;
    if (this.#reading >= MAX_READING) {
      throw new HttpError(503, "Too many searches at once");
    }
    this.#reading++;
    const answer = { untilMs: Infinity, value: read() };
    this.#keep(question, answer);
    try {
      const value = await answer.value;
      answer.untilMs = performance.now() + SHARED_MS;
      return value;
    } catch (error) {
      answer.untilMs = 0;
      throw error;
    } finally {
      this.#reading--;
    }
  }

  #keep(question: string, answer: { untilMs: number; value: Promise<T> }) {
    this.#kept.delete(question);
    this.#kept.set(question, answer);
    for (const [key, { untilMs }] of this.#kept) {
      const isOver = untilMs <= performance.now();
      if (isOver || this.#kept.size > MAX_KEPT) this.#kept.delete(key);
    }
  }
}
