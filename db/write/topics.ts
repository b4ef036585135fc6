import type { Transaction } from "kysely";
import {
  freeColor,
  type Topic,
  type TopicSeed,
} from "../../domain/topic/topic.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import type { Database } from "../connection/database.ts";
import { retryTransaction } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import {
  readTopic,
  readTopics,
  type StoredTopic,
  TooManyTopicsError,
  TopicExistsError,
  UnknownTopicError,
} from "../read/topics.ts";
import { readTopicIds } from "./find_known.ts";
import { purgeTopic, readPurgedTopic } from "./purge.ts";
import { takeSeqs } from "./seqs.ts";

/** A topic that is to be made; without a color it gets one that no other has. */
type NewTopic = TopicSeed & Partial<Pick<Topic, "color">>;

/**
 * Adds an active topic. One that is archived comes back with its posts and the
 * new query.
 *
 * @throws {TopicExistsError} If there is one of this name.
 * @throws {TooManyTopicsError} If there are as many as there may be.
 */
export async function addTopic(
  db: Database,
  topic: NewTopic,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const all = await readTopics(trx, { archived: true });
    const current = all.filter(({ archived }) => !archived);
    const known = all.find(({ slug }) => slug === topic.slug);
    if (known && !known.archived) throw new TopicExistsError(topic.slug);
    if (current.length >= MAX_TOPICS) throw new TooManyTopicsError(topic.slug);
    if (known) await bringBack(trx, known, topic, current);
    else await insertTopics(trx, [topic], { active: true });
    return await readTopic(trx, topic.slug);
  });
}

async function bringBack(
  trx: Transaction<Tables>,
  known: StoredTopic,
  { query, color }: NewTopic,
  current: readonly StoredTopic[],
): Promise<void> {
  const inUse = current.map((topic) => topic.color);
  const own = inUse.includes(known.color) ? freeColor(inUse) : known.color;
  await trx.updateTable("topics")
    .set({ query, color: color ?? own, active: 1, archived_ms: null })
    .where("id", "=", known.id).execute();
}

/**
 * Adds topics of which only the name is known, as they are in the log. They
 * are paused: nobody asked to track them any more.
 */
export async function addPausedTopics(
  db: Database,
  slugs: readonly string[],
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const seeds = slugs.map((slug) => ({ slug, query: slug }));
    await insertTopics(trx, seeds, { active: false });
  });
}

/** What becomes different of a topic. */
type TopicChanges = Partial<Pick<Topic, "query" | "color" | "active">>;

/**
 * Changes a topic. Posts that are stored stay as they were scored.
 *
 * @throws {UnknownTopicError} If there is none of this name, or it is archived.
 */
export async function changeTopic(
  db: Database,
  slug: string,
  { query, color, active }: TopicChanges,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const before = await readTopic(trx, slug);
    await trx.updateTable("topics").set({
      query: query ?? before.query,
      color: color ?? before.color,
      active: Number(active ?? before.active),
    }).where("id", "=", before.id).execute();
    return await readTopic(trx, slug);
  });
}

/** Options for {@linkcode removeTopic}. */
export interface RemoveTopicOptions {
  /** Whether its posts and counts go too, also of one that is archived. @default {false} */
  purge?: boolean;
}

/**
 * Archives a topic: nobody tracks or sees it any more, and its posts stay; or
 * purges it. A purge that dies half way goes on when it is called again.
 *
 * @returns The posts that it held.
 * @throws {UnknownTopicError} If there is none of this name.
 */
export async function removeTopic(
  db: Database,
  slug: string,
  { purge = false }: RemoveTopicOptions = {},
): Promise<{ posts: number }> {
  const topic = await archive(db, slug, purge);
  if (purge) return { posts: await purgeTopic(db, topic) };
  const { n } = await db.kysely.selectFrom("posts")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("topic_id", "=", topic.id).executeTakeFirstOrThrow();
  return { posts: Number(n) };
}

async function archive(
  db: Database,
  slug: string,
  mayBeArchived: boolean,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const topics = await readTopics(trx, { archived: mayBeArchived });
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new UnknownTopicError(slug);
    if (!topic.archived) {
      await trx.updateTable("topics")
        .set({ active: 0, archived_ms: Date.now() })
        .where("id", "=", topic.id).execute();
    }
    return topic;
  });
}

/**
 * Makes the first topics of a database. Where there ever was one, nothing
 * changes.
 *
 * @returns Whether it made them.
 */
export async function seedTopics(
  db: Database,
  seeds: readonly TopicSeed[],
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const hadAny = (await readTopicIds(trx)).length > 0 ||
      await readPurgedTopic(trx) > 0;
    if (!hadAny) await insertTopics(trx, seeds, { active: true });
    return !hadAny;
  });
}

/**
 * Inserts the topics that are not there yet, active or paused, each with a
 * color that no other has; the others stay as they are.
 */
export async function insertTopics(
  trx: Transaction<Tables>,
  seeds: readonly (TopicSeed & Partial<Pick<Topic, "color">>)[],
  { active }: { active: boolean },
): Promise<void> {
  const rows = await trx.selectFrom("topics")
    .select(["id", "slug", "color", "archived_ms"]).execute();
  const known = new Set(rows.map(({ slug }) => slug));
  const colors = rows.filter((row) => row.archived_ms === null)
    .map((row) => row.color);
  // Rows that still come for a topic that was purged must find no other there.
  let last = rows.reduce(
    (highest, { id }) => Math.max(highest, id),
    await readPurgedTopic(trx),
  );
  for (const { slug, query, color = freeColor(colors) } of seeds) {
    if (known.has(slug)) continue;
    await trx.insertInto("topics").values({
      id: ++last,
      slug,
      query,
      color,
      active: Number(active),
      created_ms: Date.now(),
    }).execute();
    known.add(slug);
    colors.push(color);
  }
}
