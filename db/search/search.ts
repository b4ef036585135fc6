import type { Kysely } from "kysely";
import { letOthersRun } from "../../domain/time/turns.ts";
import type {
  PostCursor,
  PostFilter,
  PostPage,
  PostSearch,
} from "../../domain/post/search.ts";
import { needOf } from "../../domain/query/index_terms.ts";
import { readSearch, type Search } from "../../domain/query/search.ts";
import type { Post } from "../../domain/schema/posts.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "../read/handles.ts";
import { matches, mayMatch } from "./post_filter.ts";
import { type Candidates, findCandidates } from "./candidates.ts";
import {
  IS_VISIBLE,
  isOfTopic,
  POST_COLUMNS,
  POSTS_BY_TOPIC,
  toPost,
} from "../read/posts.ts";
import {
  beyond,
  formatCursor,
  isByTime,
  MAX_EXAMINED,
  MAX_EXTRACTED,
  PAGE,
  Scan,
  scanPosts,
  type SearchedTopic,
} from "./scan.ts";

/**
 * Posts of a topic that their authors did not delete, newest first. A search
 * examines 5,000 rows at most, and the terms of 1,000: then `next` is where to
 * resume, however few were found.
 */
export async function findPosts(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  search: PostSearch,
): Promise<PostPage> {
  const { asked, candidates } = await look(db, topic, search);
  if (!candidates || !asked) return await scanPosts(db, topic, search, asked);
  return isByTime(search)
    ? await findByTime(db, topic, search, asked, candidates)
    : await findBySeq(db, topic, search, asked, candidates);
}

/** What a filter asks for, and where the index says it may be. */
export async function look(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  { q }: PostFilter,
): Promise<{ asked: Search | null; candidates?: Candidates | undefined }> {
  const asked = q?.trim() ? readSearch(q) : null;
  if (!asked?.query) return { asked };
  const need = needOf(asked.query);
  return { asked, candidates: await findCandidates(db, topic.id, need) };
}

/** First what is not indexed yet, then what the index leads to. */
async function findBySeq(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  search: PostSearch,
  asked: Search,
  { through, find }: Candidates,
): Promise<PostPage> {
  const { before, limit, after = 0 } = search;
  const tail = { ...search, after: Math.max(after, through) };
  const page = await scanPosts(db, topic, tail, asked);
  if (page.next !== null) return page;
  const end = Math.min(before?.seq ?? Infinity, through + 1);
  const reader = new Reader(db, topic, search, asked, [...page.posts]);
  if (page.posts.length === limit) return reader.page();
  for await (const seqs of find(after, end, "newest")) {
    for (let from = 0; from < seqs.length; from += PAGE) {
      const some = seqs.slice(from, from + PAGE);
      if (await reader.read(some, { seq: some.at(-1)! })) return reader.page();
    }
  }
  return { posts: reader.posts, next: null };
}

/** More candidates than this come often enough to be found along the times. */
const MAX_CANDIDATES = 10_000;

/** All candidates are brought in the order of their times. */
async function findByTime(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  search: PostSearch,
  asked: Search,
  { through, find }: Candidates,
): Promise<PostPage> {
  const { after = 0, from = 0, to } = search;
  const before = await new Scan(db, topic.id, search).placeOf(search.before);
  const rows = await db.selectFrom(POSTS_BY_TOPIC).select("seq")
    .where("topic_id", "=", topic.id)
    .where("seq", ">", Math.max(after, through))
    .limit(MAX_CANDIDATES + 1).execute();
  const candidates = rows.map(({ seq }) => seq);
  for await (const seqs of find(after, through + 1, "newest")) {
    candidates.push(...seqs);
    if (candidates.length > MAX_CANDIDATES) {
      return await scanPosts(db, topic, search, asked);
    }
  }
  const found: Required<PostCursor>[] = [];
  for (let at = 0; at < candidates.length; at += PAGE) {
    const rows = await db.selectFrom("posts").select(["seq", "created_ms"])
      .where("seq", "in", candidates.slice(at, at + PAGE))
      .where(isOfTopic(topic.id))
      .where("created_ms", ">=", from * 1_000)
      .$if(to !== undefined, (qb) => qb.where("created_ms", "<", to! * 1_000))
      .$if(before !== undefined, (qb) => qb.where(beyond(before!)))
      .where((eb) => eb.and(mayMatch(search))).execute();
    for (const { seq, created_ms } of rows) {
      found.push({ seq, createdMs: created_ms });
    }
  }
  found.sort((a, b) => b.createdMs - a.createdMs || b.seq - a.seq);
  const reader = new Reader(db, topic, search, asked);
  for (let at = 0; at < found.length; at += PAGE) {
    const some = found.slice(at, at + PAGE);
    const seqs = some.map(({ seq }) => seq);
    if (await reader.read(seqs, some.at(-1)!)) return reader.page();
  }
  return { posts: reader.posts, next: null };
}

/** Reads candidates in a given order and keeps those that match. */
class Reader {
  readonly #limit: number;
  readonly #most: number;
  readonly #isByTime: boolean;
  #examined = 0;
  #end: PostCursor | undefined;

  constructor(
    readonly db: Kysely<Tables>,
    readonly topic: SearchedTopic,
    readonly search: PostSearch,
    readonly asked: Search,
    readonly posts: Post[] = [],
  ) {
    this.#limit = search.limit;
    this.#most = search.term ? MAX_EXTRACTED : MAX_EXAMINED;
    this.#isByTime = isByTime(search);
    const last = posts.at(-1);
    if (last) this.#end = { seq: last.seq };
  }

  /** Whether the page is full, or enough was examined; `end` is the place of the last candidate. */
  async read(seqs: readonly number[], end: PostCursor): Promise<boolean> {
    const rows = await readRows(this.db, this.topic.id, seqs, this.search);
    for (const row of rows) {
      if (!matches(row, this.search, this.asked, this.topic)) continue;
      if (this.posts.length === this.#limit) return true;
      this.posts.push(toPost(row, this.topic));
      const { seq, created_ms: createdMs } = row;
      this.#end = this.#isByTime ? { seq, createdMs } : { seq };
    }
    this.#end = end;
    this.#examined += seqs.length;
    await letOthersRun();
    return this.#examined >= this.#most;
  }

  page(): PostPage {
    return { posts: this.posts, next: formatCursor(this.#end) };
  }
}

/** The visible posts of some numbers, in their order. */
export async function readRows(
  db: Kysely<Tables>,
  topicId: number,
  seqs: readonly number[],
  filter: PostFilter,
) {
  if (seqs.length === 0) return [];
  const rows = await db.selectFrom("posts")
    .select([...POST_COLUMNS, "entities"])
    .where("seq", "in", seqs).where(isOfTopic(topicId))
    .where(IS_VISIBLE)
    .where((eb) => eb.and(mayMatch(filter))).execute();
  const named = await nameAuthors(db, rows);
  const bySeq = new Map(named.map((row) => [row.seq, row]));
  return seqs.flatMap((seq) => bySeq.get(seq) ?? []);
}
