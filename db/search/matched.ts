import { type Kysely, type Selectable, sql } from "kysely";
import {
  needsSearch,
  type PostCursor,
  type PostFilter,
} from "../../domain/post/search.ts";
import {
  needOf,
  needOfAll,
  needOfTerm,
} from "../../domain/query/index_terms.ts";
import { readSearch, type Search } from "../../domain/query/search.ts";
import type { Matched, MatchedPost } from "../../domain/series/matched.ts";
import { fittingStep, type TimeRange } from "../../domain/time/range.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import { SCORE_COLUMNS, sentimentOfRow } from "../connection/scores.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "../read/handles.ts";
import {
  IS_VISIBLE,
  isOfTopic,
  POSTS_BY_TIME,
  POSTS_BY_TOPIC,
} from "../read/posts.ts";
import { findCandidates } from "./candidates.ts";
import { readSeries } from "../read/series.ts";
import { isWritten } from "./export.ts";
import { matches, mayMatch } from "./post_filter.ts";
import { MAX_EXAMINED, PAGE, Scan, type SearchedTopic } from "./scan.ts";

/** Posts that are read for one answer at most: the newest of its range. */
const MAX_READ = 50_000;

/** Options for {@linkcode readMatched}. */
interface ReadMatchedOptions {
  /** Posts that are read at most. @default {50_000} */
  most?: number;
  /** So many posts are read one by one rather than by an index. @default {5_000} */
  scanned?: number;
}

/** What to find. */
interface MatchSearch {
  readonly db: Kysely<Tables>;
  readonly topic: SearchedTopic;
  readonly range: TimeRange;
  readonly filter: PostFilter;
  readonly asked: Search | null;
}

/**
 * The posts of a topic that match a filter, of exactly this range, without those
 * that their authors deleted. If more than 50,000 are stored, and no index leads to those
 * that may match, they are those among the newest 50,000.
 */
export async function readMatched(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  range: TimeRange,
  filter: PostFilter,
  options: ReadMatchedOptions = {},
): Promise<Matched> {
  const { most = MAX_READ, scanned = MAX_EXAMINED } = options;
  const asked = filter.q === undefined ? null : readSearch(filter.q);
  const search = { db, topic, filter, asked, range };
  const of = await countStored(search);
  const found = of > scanned ? await findIndexed(search, most) : null;
  if (found === null && of > most) return await readNewest(search, most);
  const posts = found ?? (await scanRange(search, of)).posts;
  const gone = Math.max(0, await countEver(search) - of);
  const from = gone > 0 ? await findFirst(search) : range.from;
  return { range: { ...range, from }, posts, of, isCut: false, gone };
}

/** Those among so many of the newest posts. */
async function readNewest(
  search: MatchSearch,
  most: number,
): Promise<Matched> {
  const { posts, end } = await scanRange(search, most);
  // Other posts of the last one's second may not have been read.
  const from = Math.floor(end.createdMs! / 1_000) + 1;
  const range = { ...search.range, from };
  return {
    range,
    posts: posts.filter(({ t }) => t >= from),
    of: await countStored({ ...search, range }),
    isCut: true,
    gone: 0,
  };
}

/** Entries of an index that one statement counts. */
const COUNTED = 20_000;

/** Posts of a range that are stored, those that their authors deleted too. */
async function countStored(
  { db, topic, range: { from, to } }: MatchSearch,
): Promise<number> {
  const scan = new Scan(db, topic.id, { from, to, limit: 1 });
  let before: PostCursor | undefined;
  for (let counted = 0;; counted += COUNTED) {
    const last = await scan.findEnd(before, COUNTED);
    if (last) {
      before = last;
      continue;
    }
    const rest = scan.select(before).select("seq").limit(COUNTED).as("rest");
    const { count } = await db.selectFrom(rest)
      .select(sql<number>`count(*)`.as("count")).executeTakeFirstOrThrow();
    return counted + Number(count);
  }
}

/** Posts of a range that were ever stored: the rollups keep those that retention removed. */
async function countEver(
  { db, topic, range }: MatchSearch,
): Promise<number> {
  const step = fittingStep(range.to - range.from);
  const { posts } = await readSeries(db, topic, range, step);
  return posts.reduce((sum, count) => sum + count, 0);
}

/** The second of the first stored post of a range; its last one if there is none. */
async function findFirst(
  { db, topic, range: { from, to } }: MatchSearch,
): Promise<number> {
  const row = await db.selectFrom(POSTS_BY_TIME).select("created_ms")
    .where("topic_id", "=", topic.id).where(isWritten({ from, to }))
    .orderBy("created_ms").limit(1).executeTakeFirst();
  return row ? Math.floor(row.created_ms / 1_000) : Math.max(from, to - 1);
}

/** Reads so many of the newest posts of a range; `end` is the place of the last one. */
async function scanRange(
  search: MatchSearch,
  most: number,
): Promise<{ posts: MatchedPost[]; end: PostCursor }> {
  const { db, topic, filter, range } = search;
  const scan = new Scan(db, topic.id, { ...range, limit: 1 });
  const posts: MatchedPost[] = [];
  let before: PostCursor | undefined;
  for (let examined = 0; examined < most; examined += MAX_EXAMINED) {
    const size = Math.min(MAX_EXAMINED, most - examined);
    const end = await scan.findEnd(before, size);
    while (true) {
      const rows = await scan.select(before, end).select(columnsOf(filter))
        .where(IS_VISIBLE).where((eb) => eb.and(mayMatch(filter)))
        .limit(PAGE).execute();
      posts.push(...await keepMatches(search, rows));
      if (rows.length < PAGE) break;
      before = scan.cursorOf(rows.at(-1)!);
    }
    if (!end) break;
    before = end;
  }
  return { posts, end: before ?? { seq: 0, createdMs: range.from * 1_000 } };
}

/** What the index leads to, and what is not indexed yet; null without an index, or if more than `most` may match. */
async function findIndexed(
  search: MatchSearch,
  most: number,
): Promise<MatchedPost[] | null> {
  const { db, topic, filter, asked, range } = search;
  const need = needOfAll([
    asked?.query ? needOf(asked.query) : null,
    filter.term ? needOfTerm(filter.term) : null,
  ]);
  const candidates = await findCandidates(db, topic.id, need);
  if (!candidates) return null;
  const { through, find } = candidates;
  const tail = await db.selectFrom(POSTS_BY_TOPIC).select("seq")
    .where("topic_id", "=", topic.id).where("seq", ">", through)
    .limit(most + 1).execute();
  const seqs = tail.map(({ seq }) => seq);
  for await (const some of find(0, through + 1, "newest")) {
    seqs.push(...some);
    if (seqs.length > most) return null;
  }
  const posts: MatchedPost[] = [];
  for (let at = 0; at < seqs.length; at += PAGE) {
    const rows = await db.selectFrom("posts").select(columnsOf(filter))
      .where("seq", "in", seqs.slice(at, at + PAGE))
      .where(isOfTopic(topic.id)).where(IS_VISIBLE).where(isWritten(range))
      .where((eb) => eb.and(mayMatch(filter))).execute();
    posts.push(...await keepMatches(search, rows));
  }
  return posts.sort((a, b) => b.t - a.t || b.seq - a.seq);
}

/** What a row must have to be compared with a filter, and to be counted. */
function columnsOf(filter: PostFilter) {
  const hasText = needsSearch(filter);
  const text = hasText ? sql.ref<string>("text") : sql<string>`''`;
  const entities = sql<string | null>`${
    hasText ? sql.ref("entities") : sql`null`
  }`;
  return [
    ...["seq", "source", "author", "lang", "created_ms", "kind"] as const,
    ...SCORE_COLUMNS,
    text.as("text"),
    entities.as("entities"),
  ] as const;
}

type MatchRow =
  & Parameters<typeof matches>[0]
  & Pick<Selectable<Tables["posts"]>, "seq" | "source" | "created_ms">;

/** What is counted of those rows that match. */
async function keepMatches(
  { db, topic, filter, asked }: MatchSearch,
  rows: readonly MatchRow[],
): Promise<MatchedPost[]> {
  const hasNames = filter.author !== undefined || asked !== null;
  const named = hasNames ? await nameAuthors(db, rows) : rows;
  const posts = named.filter((row) => matches(row, filter, asked, topic))
    .map((row) => ({
      seq: row.seq,
      t: Math.floor(row.created_ms / 1_000),
      source: row.source,
      sentiment: sentimentOfRow(row),
      score: row.score,
      scorer: row.scorer,
      negative: row.p_negative,
      positive: row.p_positive,
    }));
  await letOthersRun();
  return posts;
}
