import { strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Database } from "../../db/connection/database.ts";
import { findStream } from "../../db/write/streams.ts";
import { openDatabase } from "../../db/open.ts";
import { openSqlite } from "../../db/connection/sqlite.ts";
import { readTopics, type StoredTopic } from "../../db/read/topics.ts";
import { seedTopics } from "../../db/write/topics.ts";
import {
  type DeleteEntry,
  type EditEntry,
  type PostEntry,
  type ScoredPost,
  scorePost,
  type Scoring,
  type SkipEntry,
} from "../../domain/pipeline/log_entry.ts";
import { temporaryFolder } from "./temporary.ts";
import { type Kysely, type KyselyPlugin, sql } from "kysely";
import type { Tables } from "../../db/connection/tables.ts";
import { createTable } from "../../db/schema/ddl.ts";
import { MIGRATIONS } from "../../db/schema/migrate.ts";

/** A database of its own with two topics and a stream, gone with its scope. */
export interface TestStore extends AsyncDisposable {
  readonly db: Database;
  /** `trump` and `climate`; entries are about the first unless they say otherwise. */
  readonly topics: readonly [StoredTopic, StoredTopic];
  readonly stream: number;
  /** Opens one more connection to it. */
  connect(): Database;
}

/** Opens a {@linkcode TestStore}; each kind of database has its own. */
export type OpenTestStore = () => Promise<TestStore>;

/** A file of SQLite in a temporary folder. */
export async function openSqliteStore(): Promise<TestStore> {
  const resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const path = `${folder.path}/store.db`;
  const db = resources.use(await openDatabase(`sqlite:${path}`));
  return {
    db,
    ...await seedStore(db),
    connect: () => resources.use(openSqlite(path)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Gives a migrated, empty database its topics and its stream. */
export async function seedStore(
  db: Database,
): Promise<Pick<TestStore, "topics" | "stream">> {
  await seedTopics(db, [
    { slug: "trump", query: "trump" },
    { slug: "climate", query: "climate OR warming" },
  ]);
  const [trump, climate] = await readTopics(db.kysely);
  const { stream } = await findStream(db, "test", "2026-01-01");
  strictEqual(trump!.id, 1, "entries are made for topic 1");
  return { topics: [trump!, climate!], stream };
}

/** 2026-01-31T12:00:00Z in milliseconds: the time of the first post. */
export const NOON = 1_769_860_800_000;

/** A post, by default one of topic 1 that nobody else has; a second after the one before. */
export function postEntry(
  logSeq: number,
  fields: Partial<PostEntry> = {},
): PostEntry {
  return {
    kind: "post",
    logSeq,
    topicId: 1,
    source: "file",
    extId: `p${logSeq}`,
    author: "ann",
    lang: "en",
    createdMs: NOON + logSeq * 1_000,
    receivedMs: NOON + logSeq,
    text: `post ${logSeq}`,
    url: `https://example.com/${logSeq}`,
    score: 0,
    positive: 0,
    negative: 0,
    pNegative: 0,
    pPositive: 0,
    decision: "neutral",
    scorer: 1,
    terms: [],
    head: new TextEncoder().encode(`head ${logSeq}`),
    checkpoint: null,
    rescore: scoreFor,
    ...fields,
  };
}

/** Posts with the log's numbers from `first` to `last`. */
export function postEntries(
  first: number,
  last: number,
  fields: Partial<PostEntry> = {},
): PostEntry[] {
  return Array.from(
    { length: last - first + 1 },
    (_, i) => postEntry(first + i, fields),
  );
}

/** The deletion of a post. */
export function deleteEntry(
  logSeq: number,
  extId: string,
  fields: Partial<DeleteEntry> = {},
): DeleteEntry {
  const { receivedMs, head } = postEntry(logSeq);
  const base = { logSeq, receivedMs, head, checkpoint: null };
  return {
    ...base,
    kind: "delete",
    source: "file",
    extId,
    isPrefix: false,
    ...fields,
  };
}

/** The words of the topics that {@linkcode seedStore} makes. */
const WORDS = new Map([[1, ["trump"]], [2, ["climate", "warming"]]]);

/** What a text comes to for a topic of {@linkcode seedStore}. */
export function scoreFor(topicId: number, post: ScoredPost): Scoring {
  return scorePost(post, new Set(WORDS.get(topicId)));
}

/** A post whose score and terms are those of its text. */
export function scoredEntry(
  logSeq: number,
  fields: Partial<PostEntry>,
): PostEntry {
  const post = postEntry(logSeq, fields);
  return { ...post, ...scoreFor(post.topicId, post) };
}

/** A post that its author edited. */
export function editEntry(
  logSeq: number,
  extId: string,
  post: Partial<EditEntry["post"]>,
): EditEntry {
  const { receivedMs, head, lang, url } = postEntry(logSeq);
  return {
    ...{ kind: "edit", logSeq, receivedMs, head, checkpoint: null },
    ...{ source: "file", extId, rescore: scoreFor },
    post: { text: `edit ${logSeq}`, lang, url, ...post },
  };
}

/** A message that is no post. */
export function skipEntry(
  logSeq: number,
  fields: Partial<SkipEntry> = {},
): SkipEntry {
  const { receivedMs, head } = postEntry(logSeq);
  const base = { logSeq, receivedMs, head, checkpoint: null };
  return {
    ...base,
    kind: "skip",
    reason: "malformed",
    detail: "it is not JSON",
    ...fields,
  };
}

/** Overwrites the page of a SQLite file that leads to its posts; it must be closed. */
export async function damageFile(path: string): Promise<void> {
  const db = new DatabaseSync(path);
  const { rootpage } = db.prepare(
    "select rootpage from sqlite_master where name = 'posts'",
  ).get()!;
  db.close();
  const bytes = await Deno.readFile(path);
  const end = Number(rootpage) * 4096;
  bytes.fill(0xff, end - 4096, end);
  await Deno.writeFile(path, bytes);
}

/** All that storing writes, but for the counter of the commit order. */
export async function readRows(db: Kysely<Tables>) {
  const posts = await db.selectFrom("posts").selectAll().orderBy("seq")
    .execute();
  const skipped = await db.selectFrom("skipped").selectAll()
    .orderBy("stream").orderBy("log_seq").execute();
  const buckets = await db.selectFrom("buckets").selectAll()
    .orderBy("topic_id").orderBy("step").orderBy("t").execute();
  const terms = await db.selectFrom("terms").selectAll()
    .orderBy("topic_id").orderBy("step").orderBy("t").orderBy("kind")
    .orderBy("term").execute();
  const checkpoints = await db.selectFrom("checkpoints").selectAll()
    .orderBy("source").execute();
  const decoder = new TextDecoder();
  return {
    posts: posts.map((row) => ({ ...row })),
    skipped: skipped.map((row) => ({ ...row, head: decoder.decode(row.head) })),
    buckets: buckets.map((row) => ({ ...row })),
    terms: terms.map((row) => ({ ...row })),
    checkpoints: checkpoints.map((row) => ({ ...row })),
  };
}

/** What {@linkcode readRows} answers. */
export type Rows = Awaited<ReturnType<typeof readRows>>;

/** A database whose process dies before its `n`th statement. */
export function dyingAt(n: number, db: Database): Database {
  let statements = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (++statements >= n) throw new Error("It died");
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return { ...db, kysely: db.kysely.withPlugin(plugin) };
}

/** Two posts of two topics, one of them deleted, and a skip, as the first version stored them. */
const ROWS = [
  "insert into streams values (1, 'test', '2026-01-01', 0)",
  `insert into topics values (1, 'trump', 'trump', '#009E73', 1, 5),
    (2, 'climate', 'climate', '#CC79A7', 0, 6)`,
  `insert into posts (seq, stream, log_seq, topic_id, source, ext_id, author,
    lang, created_ms, received_ms, text, url, score, positive, negative, deleted)
    values (1, 1, 1, 1, 'file', 'a', 'ann', 'en', 60000, 60001, 'good 😀',
    'https://example.com/1', 3, 1, 0, 0),
    (2, 1, 2, 2, 'file', 'b', null, 'en', 60000, 60002, '', null, 0, 0, 0, 3)`,
  "insert into skipped values (1, 3, 'delete', 'file post b', x'', 60003, 'file b')",
  ...[10, 60, 3_600].map((step) =>
    `insert into buckets values (1, ${step}, ${60 - 60 % step}, 1, 1, 0, 0, 3),
      (2, ${step}, ${60 - 60 % step}, 1, 0, 0, 1, 0)`
  ),
  ...[60, 3_600].map((step) =>
    `insert into terms values (1, ${step}, ${60 - 60 % step}, 'lang', 'en', 1),
      (1, ${step}, ${60 - 60 % step}, 'emoji', '😀', 1),
      (1, ${step}, ${60 - 60 % step}, 'positive', 'good', 1),
      (2, ${step}, ${60 - 60 % step}, 'lang', 'en', 1)`
  ),
  "insert into checkpoints values ('file:a', 'line 3', 1, 3)",
  "insert into gaps values (1, 'x:', 1, null, 'away', 0)",
  "update counters set value = 3 where name = 'seq'",
  "insert into meta values ('version', '1')",
];

/** Makes an empty database one of the first version, with rows. */
export async function makeVersionOne({ kysely }: Database): Promise<void> {
  await createTable(kysely, "meta", 0);
  await MIGRATIONS[0]!(kysely);
  for (const row of ROWS) await sql.raw(row).execute(kysely);
}
