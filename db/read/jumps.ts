import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import type { TermKind } from "../../domain/post/post.ts";
import type { Jump, JumpReasons } from "../../domain/schema/jumps.ts";
import {
  BASELINE,
  findJumps,
  type FoundJump,
  LEAD,
  unknownTimes,
  WEEK_DAYS,
} from "../../domain/series/jumps.ts";
import type { Interruptions } from "../../domain/series/outages.ts";
import {
  distinctiveTerms,
  mostRepeated,
  type TermShift,
  topAuthors,
} from "../../domain/series/reasons.ts";
import type { Series } from "../../domain/series/series.ts";
import { DAY, HOUR, MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { hiddenTerms } from "../../domain/topic/ignored.ts";
import type { Tables } from "../connection/tables.ts";
import { IS_VISIBLE, POSTS_BY_TIME } from "./posts.ts";
import { readSeries, toWholeSteps } from "./series.ts";
import type { StoredTopic } from "./topics.ts";

type JumpTopic = Pick<StoredTopic, "id" | "slug" | "ignored">;

/** Which jumps to find. */
export interface JumpSearch extends TimeRange {
  /** Seconds that a bucket spans: a multiple of 10. */
  readonly step: number;
  /** The present, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Reads when sources were interrupted. */
  readonly readInterruptions: (range: TimeRange) => Promise<Interruptions>;
  /** Reads what the topic's buckets count. @default from the database */
  readonly readSeries?: (range: TimeRange, step: number) => Promise<Series>;
  /** May keep the reasons of a jump: they change with its posts. @default reads them */
  readonly keepReasons?: (
    jump: Pick<FoundJump, "from" | "to" | "posts">,
    read: () => Promise<JumpReasons>,
  ) => Promise<JumpReasons>;
}

/** The jumps of a topic in a time, oldest first, with their reasons; see {@linkcode findJumps}. */
export async function readJumps(
  db: Kysely<Tables>,
  topic: JumpTopic,
  search: JumpSearch,
): Promise<Jump[]> {
  const { step, nowMs, readInterruptions } = search;
  const { keepReasons = (_jump, read) => read() } = search;
  const read = search.readSeries ??
    ((range, step) => readSeries(db, topic, range, step));
  const shown = toWholeSteps(search, step);
  const since = await findFirst(db, topic);
  if (since === null) return [];
  const span = { from: shown.from - LEAD * step, to: shown.to };
  const week = { from: span.from - WEEK_DAYS * DAY, to: span.to };
  const isDaily = step < DAY && since < shown.to - WEEK_DAYS * DAY;
  const series = await read(span, step);
  const found = findJumps({
    series,
    hours: isDaily ? await read(week, HOUR) : null,
    shown,
    since,
    missing: unknownTimes(await readInterruptions(week), step),
    now: nowMs / 1_000,
  });
  const jumps: Jump[] = [];
  for (const { isVolume: volume, ...jump } of found) {
    const reasons = await keepReasons(
      jump,
      () => readReasons(db, topic, jump, step),
    );
    jumps.push({ ...jump, volume, reasons });
  }
  return jumps;
}

/** The minute of the first post; null if there is none. */
async function findFirst(
  db: Kysely<Tables>,
  { id }: JumpTopic,
): Promise<number | null> {
  const first = await db.selectFrom("buckets").select("t")
    .where("topic_id", "=", id).where("step", "=", MINUTE)
    .orderBy("t").limit(1).executeTakeFirst();
  return first?.t ?? null;
}

const WORDS: readonly TermKind[] = [
  ...["positive", "negative", "hashtag", "mention", "emoji"] as const,
];
const MAX_WORDS = 5;
const MAX_SITES = 2;

async function readReasons(
  db: Kysely<Tables>,
  topic: JumpTopic,
  { from, to }: Pick<FoundJump, "from" | "to">,
  step: number,
): Promise<JumpReasons> {
  const posts = await db.selectFrom(POSTS_BY_TIME)
    .select(["text", "author", "source"])
    .where("topic_id", "=", topic.id).where(IS_VISIBLE)
    .where("created_ms", ">=", from * 1_000).where(
      "created_ms",
      "<",
      to * 1_000,
    )
    .orderBy("created_ms").limit(MAX_EXAMINED).execute();
  const before = { from: from - BASELINE * step, to: from };
  const terms = await readShifts(db, topic, { from, to }, before);
  return {
    words: terms.filter(({ kind }) => kind !== "link").slice(0, MAX_WORDS),
    sites: terms.filter(({ kind }) => kind === "link").slice(0, MAX_SITES),
    repeated: mostRepeated(posts),
    authors: topAuthors(posts.map(({ author }) => author)),
    examined: posts.length,
  };
}

/** Posts whose texts one jump reads. */
const MAX_EXAMINED = 1_000;
/** Posts whose terms are compared, and the rows of the rollups that hold them. */
const MAX_COUNTED = 3_000;
const MAX_TIMES = 48;
/** Terms that are looked up in the time before. */
const MAX_TERMS = 40;

/** The terms that set a time apart from the time before, clearest first. */
async function readShifts(
  db: Kysely<Tables>,
  topic: JumpTopic,
  during: TimeRange,
  before: TimeRange,
): Promise<TermShift[]> {
  const now = await findTimes(db, topic, during, "posts");
  const past = await findTimes(db, topic, before, "t");
  const counts = await readCounts(db, topic, now);
  const names = [...new Set(counts.map(({ term }) => term))];
  const known = new Map(
    (await readCounts(db, topic, past, names))
      .map(({ kind, term, count }) => [`${kind} ${term}`, count]),
  );
  const shifts = counts.map((one) => ({
    ...one,
    before: known.get(`${one.kind} ${one.term}`) ?? 0,
  }));
  return distinctiveTerms(shifts, { during: now.posts, before: past.posts });
}

/** Rows of the rollups, and how many posts they count. */
interface CountedTimes {
  readonly step: number;
  readonly t: readonly number[];
  readonly posts: number;
}

/** The busiest or the newest minutes or hours of a time, until they hold enough posts. */
async function findTimes(
  db: Kysely<Tables>,
  topic: JumpTopic,
  range: TimeRange,
  order: "posts" | "t",
): Promise<CountedTimes> {
  const isWhole = range.from % HOUR === 0 && range.to % HOUR === 0;
  const step = isWhole && range.to - range.from > HOUR ? HOUR : MINUTE;
  const { from, to } = toWholeSteps(range, step);
  const rows = await db.selectFrom("buckets").select(["t", "posts"])
    .where("topic_id", "=", topic.id).where("step", "=", step)
    .where("t", ">=", from).where("t", "<", to).where("posts", ">", 0)
    .orderBy(order, "desc").limit(MAX_TIMES).execute();
  const t: number[] = [];
  let posts = 0;
  for (const row of rows) {
    if (posts >= MAX_COUNTED) break;
    t.push(row.t);
    posts += row.posts;
  }
  return { step, t, posts };
}

/** The most frequent words and sites of some times; only these terms if there are `names`. */
async function readCounts(
  db: Kysely<Tables>,
  topic: JumpTopic,
  { step, t }: CountedTimes,
  names?: readonly string[],
): Promise<Omit<TermShift, "before">[]> {
  if (t.length === 0 || names?.length === 0) return [];
  // Walked through: looking up each name at each time takes ten times as long.
  const term = sql<string>`coalesce(term, '')`;
  const hidden = hiddenTerms(topic.ignored);
  const rows = await db.selectFrom("terms")
    .select(({ fn }) => ["kind", "term", fn.sum<number>("count").as("count")])
    .where("topic_id", "=", topic.id).where("step", "=", step)
    .where("t", "in", t).where("kind", "in", [...WORDS, "link"])
    .$if(names !== undefined, (qb) => qb.where(term, "in", names!))
    .$if(hidden.length > 0, (qb) => qb.where(isShown(hidden)))
    .groupBy(["kind", "term"]).orderBy(sql`3`, "desc").orderBy("term")
    .limit(names ? MAX_TERMS * (WORDS.length + 1) : MAX_TERMS).execute();
  return rows.map(({ kind, term, count }) => ({
    kind: kind as TermKind,
    term,
    count: Number(count),
  }));
}

/** Not one of the words that were taken out of the topic; an emoji can still set a time apart as such. */
function isShown(hidden: readonly string[]): RawBuilder<SqlBool> {
  return sql`(kind not in ('positive', 'negative')
    or term not in (${sql.join(hidden)}))`;
}
