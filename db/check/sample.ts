import type { Kysely } from "kysely";
import type { TimeRange } from "../../domain/time/range.ts";
import { HOUR } from "../../domain/time/range.ts";
import type { ByMood } from "../../domain/check/estimate.ts";
import { toByMood } from "../../domain/check/check.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { readLanguage } from "../../domain/text/language.ts";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { IS_VISIBLE, POSTS_BY_TIME } from "../read/posts.ts";
import type { StoredTopic } from "../read/topics.ts";

/** A post drawn at random. */
export interface DrawnPost {
  readonly seq: number;
  readonly p: ByMood;
}

/** Random posts, in random order. */
export interface Sample {
  readonly posts: readonly DrawnPost[];
  /** Visible posts of the time; if they are many, about. */
  readonly total: number;
}

/** Times with more posts are not listed. */
const MOST_LISTED = 20_000;

/** Options for {@linkcode samplePosts}. */
export interface SampleOptions {
  /** Numbers in [0, 1). @default {Math.random} */
  random?: () => number;
  /** @default {20_000} */
  mostListed?: number;
}

type Topic = Pick<StoredTopic, "id" | "words">;

/** Draws posts of a topic that their authors did not delete, each as likely as any other. */
export async function samplePosts(
  db: Kysely<Tables>,
  topic: Topic,
  range: TimeRange,
  count: number,
  options: SampleOptions = {},
): Promise<Sample> {
  const { random = Math.random, mostListed = MOST_LISTED } = options;
  const hours = await readHours(db, topic.id, range);
  const counted = hours.reduce((sum, { posts }) => sum + posts, 0);
  const { seqs, total } = counted <= mostListed
    ? await drawListed(db, topic.id, range, count, random)
    : {
      seqs: await drawByHour(db, topic.id, range, { hours, count, random }),
      total: counted,
    };
  return { posts: await scorePosts(db, topic, seqs), total };
}

interface Hour {
  readonly t: number;
  readonly posts: number;
}

/** Hours that touch the range, as far as posts of theirs may be stored still. */
async function readHours(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<Hour[]> {
  const oldest = await db.selectFrom(POSTS_BY_TIME).select("created_ms")
    .where("topic_id", "=", topicId).where("created_ms", ">=", from * 1_000)
    .orderBy("created_ms").limit(1).executeTakeFirst();
  if (!oldest) return [];
  const first = Math.max(from, Math.floor(oldest.created_ms / 1_000));
  return await db.selectFrom("buckets").select(["t", "posts"])
    .where("topic_id", "=", topicId).where("step", "=", HOUR)
    .where("t", ">", first - HOUR).where("t", "<", to).execute();
}

/** Draws from the list of all. */
async function drawListed(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
  count: number,
  random: () => number,
): Promise<{ seqs: number[]; total: number }> {
  const rows = await db.selectFrom(POSTS_BY_TIME).select("seq")
    .where("topic_id", "=", topicId).where("created_ms", ">=", from * 1_000)
    .where("created_ms", "<", to * 1_000).where(IS_VISIBLE)
    .orderBy("created_ms").orderBy("seq").execute();
  const seqs = rows.map(({ seq }) => seq);
  for (let i = 0; i < Math.min(count, seqs.length); i++) {
    const j = i + Math.floor(random() * (seqs.length - i));
    [seqs[i], seqs[j]] = [seqs[j]!, seqs[i]!];
  }
  return { seqs: seqs.slice(0, count), total: seqs.length };
}

/** So many draws may fail for each that is wanted: posts outside the range, pruned and deleted ones count in their hours. */
const MOST_TRIES = 20;

interface HourDraw {
  readonly hours: readonly Hour[];
  readonly count: number;
  readonly random: () => number;
}

/** Draws an hour by its count, and one of its posts by its place; places without a visible post are drawn again. */
async function drawByHour(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
  { hours, count, random }: HourDraw,
): Promise<number[]> {
  const whole = hours.reduce((sum, { posts }) => sum + posts, 0);
  const drawn = new Set<number>();
  for (let i = 0; i < MOST_TRIES * count && drawn.size < count; i++) {
    let place = Math.floor(random() * whole);
    const hour = hours.find(({ posts }) => (place -= posts) < 0)!;
    const row = await db.selectFrom(POSTS_BY_TIME)
      .select(["seq", "deleted"]).where("topic_id", "=", topicId)
      .where("created_ms", ">=", Math.max(from, hour.t) * 1_000)
      .where("created_ms", "<", Math.min(to, hour.t + HOUR) * 1_000)
      .orderBy("created_ms").orderBy("seq")
      .limit(1).offset(place + hour.posts).executeTakeFirst();
    if (row?.deleted === 0) drawn.add(row.seq);
  }
  return [...drawn];
}

/** Scores posts, in the order of their numbers. */
async function scorePosts(
  db: Kysely<Tables>,
  { words }: Topic,
  seqs: readonly number[],
): Promise<DrawnPost[]> {
  const found = new Map<number, ByMood>();
  for (const some of chunksOf(seqs, "sqlite")) {
    const rows = await db.selectFrom("posts").select(["seq", "text", "lang"])
      .where("seq", "in", some).execute();
    for (const { seq, text, lang } of rows) {
      const scored = scoreText(text, {
        ignore: words,
        lang: readLanguage(lang),
      });
      found.set(seq, toByMood(scored));
    }
  }
  return seqs.flatMap((seq) => {
    const p = found.get(seq);
    return p ? [{ seq, p }] : [];
  });
}
