import { strictEqual } from "node:assert/strict";
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
    terms: [],
    head: new TextEncoder().encode(`head ${logSeq}`),
    checkpoint: null,
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

/** A post that its author wrote anew. */
export function editEntry(
  logSeq: number,
  extId: string,
  post: Partial<EditEntry["post"]>,
): EditEntry {
  const { receivedMs, head, lang, url } = postEntry(logSeq);
  return {
    ...{ kind: "edit", logSeq, receivedMs, head, checkpoint: null },
    ...{ source: "file", extId, score: scoreFor },
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
