import type { Transaction } from "kysely";
import {
  freeColor,
  type Topic,
  type TopicSeed,
} from "../../domain/topic/topic.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import type { Database } from "../connection/database.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readSeq, writeAlone } from "../connection/transactions.ts";
import {
  findTopic,
  readTopic,
  type StoredTopic,
  toIgnoredColumn,
} from "../read/topics.ts";
import { startRescoring } from "./rescore_topics.ts";
import { purgeTopic, readPurgedTopic } from "./purge.ts";

/** Thrown when a topic is added and there are as many as there may be. */
export class TooManyTopicsError extends Error {
  constructor(slug: string) {
    super(`Cannot add topic "${slug}": there are ${MAX_TOPICS} already`);
    this.name = "TooManyTopicsError";
  }
}

/** Thrown when a topic is added whose slug another has. */
export class TopicExistsError extends Error {
  constructor(readonly slug: string) {
    super(`Cannot add topic "${slug}": it exists already`);
    this.name = "TopicExistsError";
  }
}

/** A topic to add; without a color it gets one that no other has. */
type NewTopic =
  & TopicSeed
  & Partial<Pick<Topic, "color" | "title" | "description">>
  & {
    readonly ignored?: readonly string[];
    /** Whether posts of other topics that are stored already are looked through for it. @default {false} */
    readonly fill?: boolean;
  };

/**
 * Adds an active topic. An archived one comes back with its posts and the new
 * query.
 *
 * @throws {TopicExistsError} If there is one with this slug.
 * @throws {TooManyTopicsError} If there are as many as there may be.
 */
export async function addTopic(
  db: Database,
  topic: NewTopic,
): Promise<StoredTopic> {
  return await writeAlone(db, async (trx) => {
    const existing = await findTopic(trx, topic.slug, { archived: true });
    if (existing && !existing.archived) throw new TopicExistsError(topic.slug);
    const current = await readColors(trx);
    if (current.length >= MAX_TOPICS) throw new TooManyTopicsError(topic.slug);
    if (existing) await restore(trx, existing, topic, current);
    else await insertTopics(trx, [topic], { active: true });
    const { fill = false, slug } = topic;
    const fill_seq = fill ? await readSeq(trx) : null;
    await trx.updateTable("topics").set({ fill_seq }).where("slug", "=", slug)
      .execute();
    return await readTopic(trx, topic.slug);
  });
}

/** Colors of the current topics. */
async function readColors(trx: Transaction<Tables>): Promise<string[]> {
  const rows = await trx.selectFrom("topics").select("color")
    .where("archived_ms", "is", null).execute();
  return rows.map(({ color }) => color);
}

async function restore(
  trx: Transaction<Tables>,
  { id, color: before, ignored: hidden, ...archived }: StoredTopic,
  { query, color, ignored, ...words }: Omit<NewTopic, "fill">,
  inUse: readonly string[],
): Promise<void> {
  const own = inUse.includes(before) ? freeColor(inUse) : before;
  await trx.updateTable("topics")
    .set({
      ...{ query, color: color ?? own, active: 1, archived_ms: null },
      ...wordsOf(words, archived),
    })
    .where("id", "=", id).execute();
  if (ignored) await setIgnored(trx, { id, ignored: hidden }, ignored);
}

/** Title and description as they are given, else as they were. */
function wordsOf(
  given: Pick<TopicChanges, "title" | "description">,
  before: Pick<Topic, "title" | "description"> = {},
): { title: string | null; description: string | null } {
  const { title = before.title ?? null } = given;
  const { description = before.description ?? null } = given;
  return { title, description };
}

/** Adds topics that the log mentions and nobody asked to track: paused, with their slug as query. */
export async function addPausedTopics(
  db: Database,
  slugs: readonly string[],
): Promise<void> {
  const seeds = slugs.map((slug) => ({ slug, query: slug }));
  await writeAlone(db, (trx) => insertTopics(trx, seeds, { active: false }));
}

/** What changes about a topic. */
type TopicChanges =
  & Partial<
    Pick<Topic, "query" | "color" | "active" | "title" | "description">
  >
  & {
    /** Words that carry no sentiment, as `readIgnored()` has them; or what becomes of them. */
    readonly ignored?:
      | readonly string[]
      | ((before: readonly string[]) => readonly string[]);
  };

/**
 * Changes a topic. Stored posts keep their scores until they are scored again, in
 * the background, where other words carry no sentiment than before; a query that
 * changes leaves them as they are.
 *
 * @throws {UnknownTopicError} If there is none with this slug, or it is archived.
 */
export async function changeTopic(
  db: Database,
  slug: string,
  { query, color, active, ignored, ...words }: TopicChanges,
): Promise<StoredTopic> {
  return await writeAlone(db, async (trx) => {
    const before = await readTopic(trx, slug);
    await trx.updateTable("topics").set({
      query: query ?? before.query,
      color: color ?? before.color,
      active: Number(active ?? before.active),
      ...wordsOf(words, before),
    }).where("id", "=", before.id).execute();
    if (ignored) {
      const list = typeof ignored === "function"
        ? ignored(before.ignored)
        : ignored;
      await setIgnored(trx, before, list);
    }
    return await readTopic(trx, slug);
  });
}

async function setIgnored(
  trx: Transaction<Tables>,
  { id, ignored: before }: Pick<StoredTopic, "id" | "ignored">,
  words: readonly string[],
): Promise<void> {
  const ignored = toIgnoredColumn(words);
  if (ignored === toIgnoredColumn(before)) return;
  await trx.updateTable("topics").set({ ignored }).where("id", "=", id)
    .execute();
  await startRescoring(trx, id, Date.now());
}

/** Options for {@linkcode removeTopic}. */
export interface RemoveTopicOptions {
  /** Whether its posts and counts are deleted too, also those of an archived topic. @default {false} */
  purge?: boolean;
}

/**
 * Archives a topic: it is no longer tracked or shown, and its posts stay; or
 * purges it. A purge that died is resumed by the next call.
 *
 * @returns The posts that it held.
 * @throws {UnknownTopicError} If there is none with this slug.
 */
export async function removeTopic(
  db: Database,
  slug: string,
  { purge = false }: RemoveTopicOptions = {},
): Promise<{ posts: number }> {
  const topic = await writeAlone(db, async (trx) => {
    const topic = await readTopic(trx, slug, { archived: purge });
    if (!topic.archived) {
      await trx.updateTable("topics")
        .set({ active: 0, archived_ms: Date.now() })
        .where("id", "=", topic.id).execute();
    }
    return topic;
  });
  if (purge) return { posts: await purgeTopic(db, topic) };
  const { n } = await db.kysely.selectFrom("posts")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("topic_id", "=", topic.id).executeTakeFirstOrThrow();
  return { posts: Number(n) };
}

/** Options for {@linkcode seedTopics}. */
interface SeedOptions {
  /** Whether a database that has, or had, topics gets those that it never had. @default {false} */
  addsNew?: boolean;
}

/**
 * Creates the first topics of a database, and later those whose names are new
 * to it: one that exists keeps its query, one that was removed stays so.
 *
 * @returns The names of those that it created.
 */
export async function seedTopics(
  db: Database,
  seeds: readonly TopicSeed[],
  { addsNew = false }: SeedOptions = {},
): Promise<string[]> {
  return await writeAlone(db, async (trx) => {
    const topics = await trx.selectFrom("topics").select("slug").execute();
    const isFirst = topics.length === 0 && await readPurgedTopic(trx) === 0;
    if (!isFirst && !addsNew) return [];
    const tracked = await trx.selectFrom("tracked").select("slug").execute();
    const known = new Set([...topics, ...tracked].map(({ slug }) => slug));
    const added = seeds.filter(({ slug }) => !known.has(slug));
    await insertTopics(trx, added, { active: true });
    await insertRows(
      trx,
      "tracked",
      seeds.map(({ slug }) => ({ slug })),
      "keep",
    );
    return added.map(({ slug }) => slug);
  });
}

/**
 * Inserts the topics that do not exist yet, active or paused, each with a color
 * that no other has; the others stay as they are.
 */
export async function insertTopics(
  trx: Transaction<Tables>,
  seeds: readonly NewTopic[],
  { active }: { active: boolean },
): Promise<void> {
  const rows = await trx.selectFrom("topics").select(["id", "slug"]).execute();
  const slugs = new Set(rows.map(({ slug }) => slug));
  const colors = await readColors(trx);
  // Posts that are stored late for a purged topic must find no other with its id.
  let last = rows.reduce(
    (highest, { id }) => Math.max(highest, id),
    await readPurgedTopic(trx),
  );
  for (const seed of seeds) {
    const { slug, query, color = freeColor(colors), ignored = [] } = seed;
    if (slugs.has(slug)) continue;
    await trx.insertInto("topics").values({
      id: ++last,
      slug,
      query,
      color,
      active: Number(active),
      created_ms: Date.now(),
      ...wordsOf(seed),
      ignored: toIgnoredColumn(ignored),
    }).execute();
    slugs.add(slug);
    colors.push(color);
  }
}
