import type { Kysely } from "kysely";
import {
  addCheck,
  deleteCheck,
  deleteLabels,
  readNewestChecks,
  setLabel,
} from "../../db/check/checks.ts";
import { samplePosts } from "../../db/check/sample.ts";
import type { Database } from "../../db/connection/database.ts";
import { chunksOf } from "../../db/connection/statements.ts";
import type { Tables } from "../../db/connection/tables.ts";
import { nameAuthors } from "../../db/read/handles.ts";
import { IS_VISIBLE, POST_COLUMNS, toPost } from "../../db/read/posts.ts";
import type { StoredTopic } from "../../db/read/topics.ts";
import {
  type Check,
  correctLater,
  type StoredLabel,
} from "../../domain/check/check.ts";
import type { Shares } from "../../domain/check/estimate.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { MINUTE, type TimeRange } from "../../domain/time/range.ts";

/** Random posts, besides those to label, by which a check knows how the scorer sees its time. */
const POOL = 500;

/** Random posts of another time for which a check is corrected. */
const LATER = 150;

/** Viewers of the same minutes share what was drawn, for so long. */
const KEPT_MS = 60_000;
const MOST_KEPT = 100;

/** What {@linkcode createChecks} works with. */
interface CheckParts {
  /** Takes checks and labels. */
  readonly writer: Database;
  /** Fails if the topic is unknown. */
  readonly findTopic: (slug: string) => Promise<StoredTopic>;
}

/** The checks that readers make of topics. */
export function createChecks(
  { kysely }: Pick<Database, "kysely">,
  { writer, findTopic }: CheckParts,
) {
  async function readNewest(slug: string) {
    return await readNewestChecks(kysely, (await findTopic(slug)).id);
  }
  const drawLater = keepDraws(kysely);
  async function isNewest(slug: string, checkId: number): Promise<boolean> {
    return (await readNewest(slug)).newest?.id === checkId;
  }

  return {
    readNewest,
    /** Posts by their numbers, without those that are gone. */
    readPosts: async (slug: string, seqs: readonly number[]) =>
      await readStored(kysely, await findTopic(slug), seqs),
    /** Shares of another time, as a check corrects them; null if it has no posts. */
    async correct(
      slug: string,
      check: Check,
      range: TimeRange,
    ): Promise<Shares | null> {
      const later = await drawLater(await findTopic(slug), check.id, range);
      return correctLater(check, later);
    },
    /** Begins a check; false if the time has no posts. */
    async start(
      slug: string,
      range: TimeRange,
      { size, topicPosts }: { size: number; topicPosts: number },
    ): Promise<boolean> {
      const topic = await findTopic(slug);
      const sample = await samplePosts(kysely, topic, range, size + POOL);
      if (sample.posts.length === 0) return false;
      const nowMs = Date.now();
      await addCheck(writer, topic, { range, size, sample, topicPosts, nowMs });
      return true;
    },
    /** Labels a post of the newest check; false if it is not, or the post is gone. */
    label: async (
      slug: string,
      post: { checkId: number; place: number },
      label: StoredLabel,
    ): Promise<boolean> =>
      await isNewest(slug, post.checkId) &&
      await setLabel(writer, post, label),
    /** Takes back what a reader labelled of the newest check; of one post if its place is given. */
    async takeBack(
      slug: string,
      checkId: number,
      reader: string,
      place?: number,
    ) {
      if (!await isNewest(slug, checkId)) return;
      await deleteLabels(writer.kysely, checkId, reader, place);
    },
    /** Deletes a check with all its labels. */
    remove: async (slug: string, checkId: number) =>
      await deleteCheck(writer, (await findTopic(slug)).id, checkId),
  };
}

/** Draws posts of a time, and keeps what was drawn for the next who ask for about the same. */
function keepDraws(kysely: Kysely<Tables>) {
  type Draw = Parameters<typeof correctLater>[1];
  const kept = new Map<string, { draw: Promise<Draw>; endMs: number }>();
  async function drawNow(topic: StoredTopic, range: TimeRange): Promise<Draw> {
    const { posts, total } = await samplePosts(kysely, topic, range, LATER);
    return { posts: posts.map(({ p }) => p), total };
  }
  return (topic: StoredTopic, checkId: number, range: TimeRange) => {
    const minutes = [range.from, range.to].map((t) => Math.floor(t / MINUTE));
    const key = [checkId, topic.query, topic.ignored, ...minutes].join(" ");
    const nowMs = Date.now();
    const known = kept.get(key);
    if (known && known.endMs > nowMs) return known.draw;
    if (kept.size >= MOST_KEPT) kept.clear();
    const draw = drawNow(topic, range);
    kept.set(key, { draw, endMs: nowMs + KEPT_MS });
    draw.catch(() => kept.delete(key));
    return draw;
  };
}

async function readStored(
  kysely: Kysely<Tables>,
  topic: StoredTopic,
  seqs: readonly number[],
): Promise<Map<number, Post>> {
  const posts = new Map<number, Post>();
  for (const some of chunksOf(seqs, "sqlite")) {
    const rows = await kysely.selectFrom("posts").select(POST_COLUMNS)
      .where("seq", "in", some).where(IS_VISIBLE).execute();
    for (const row of await nameAuthors(kysely, rows)) {
      posts.set(row.seq, toPost(row, topic));
    }
  }
  return posts;
}
