import type { Generated } from "kysely";
import type { SkipReason } from "../../domain/pipeline/log_entry.ts";
import type { PostKind } from "../../domain/post/post.ts";
import type { Label } from "../../domain/check/check.ts";

/** A column of a table: its type in the database, and `T`, its type in statements. */
export interface Column<T = unknown> {
  readonly type:
    | "id"
    | "int"
    | "key"
    | "text"
    | "shortText"
    | "bytes"
    | "longBytes";
  /** Bytes that a key may have. */
  readonly size?: number;
  readonly isNullable?: boolean;
  readonly default?: number;
  /** Version of the schema that added the column to an older table. */
  readonly since?: number;
  /** Never set: it only carries the type. */
  readonly value?: T;
}

/** A table of the schema. */
export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  readonly primaryKey: readonly string[];
  readonly unique?: readonly string[][];
  /** Version of the schema that added it. @default {1} */
  readonly since?: number;
  /** Whether SQLite keeps it in the order of its key, as MySQL keeps all. */
  readonly isClustered?: boolean;
  /** Whether MySQL's default collation is used. */
  readonly hasDefaultCollation?: boolean;
}

const id: Column<Generated<number>> = { type: "id" };
const int: Column<number> = { type: "int" };
const zero: Column<Generated<number>> = { type: "int", default: 0 };
const text: Column<string> = { type: "text" };
const bytes: Column<Uint8Array> = { type: "bytes" };

/** Compared byte by byte: 😀 is not 😃, é is not e. */
function key<T extends string = string>(size: number): Column<T> {
  return { type: "key", size };
}

function nullable<T>(column: Column<T>, since = 0): Column<T | null> {
  return { ...column, isNullable: true, since };
}

/** The columns of all tables. Times are milliseconds since the epoch, UTC. */
export const TABLES = {
  meta: {
    columns: { name: key(64), value: { ...text, type: "shortText" } },
    primaryKey: ["name"],
    hasDefaultCollation: true,
    since: 0,
  },
  counters: {
    columns: { name: key(64), value: int },
    primaryKey: ["name"],
  },
  /** One row per incarnation of a stream. */
  streams: {
    columns: {
      stream: id,
      name: key(64),
      /** When the stream was created, as its broker says. */
      created: key(64),
      /** Messages up to this position have no row: they were pruned, or gone before the first was stored. */
      pruned_seq: zero,
    },
    primaryKey: ["stream"],
    unique: [["name", "created"]],
  },
  topics: {
    columns: {
      id,
      slug: key(255),
      query: text,
      color: key(16),
      active: int,
      created_ms: int,
      /** When it was archived; null for a current topic. */
      archived_ms: nullable(int, 2),
      title: nullable(text, 5),
      description: nullable(text, 5),
      /** Words that carry no sentiment besides those of the query, as JSON; null for none. */
      ignored: nullable(text, 6),
      /** It is to be filled from posts that were stored up to this `seq`; null if it is not. */
      fill_seq: nullable(int, 6),
    },
    primaryKey: ["id"],
    unique: [["slug"]],
  },
  /** Topics whose posts are scored again, as other words carry no sentiment now. */
  rescorings: {
    columns: {
      topic_id: int,
      /** All posts up to this `seq` are. */
      through: int,
      /** The first post, and the last that may have been scored as before. */
      first: int,
      last: int,
      /** Until then others may score new posts as before: `last` follows them. */
      open_ms: int,
    },
    primaryKey: ["topic_id"],
    since: 6,
  },
  posts: {
    columns: {
      /** The order in which rows became visible. */
      seq: int,
      stream: int,
      log_seq: int,
      topic_id: int,
      source: key(32),
      /** The source's own id. */
      ext_id: key(255),
      author: nullable(text),
      lang: key(64),
      created_ms: int,
      received_ms: int,
      text: text,
      url: nullable(text),
      score: int,
      /** Number of positive words. */
      positive: int,
      /** Number of negative words. */
      negative: int,
      /** The `seq` at which its author's deletion became visible; 0 if it was not deleted. */
      deleted: zero,
      /** The `seq` at which its author's newest edit became visible; 0 if it was not edited. */
      edited: { ...zero, since: 2 },
      /** Entities reported by the source, as JSON. */
      entities: nullable(text, 2),
      /** Null if it was stored before version 5. */
      kind: nullable(key<PostKind>(8), 5),
      /** What stands beside the text, as JSON. */
      context: nullable(text, 5),
      /** The id of its newest edit, where edits have ids of their own. */
      version_id: nullable(key(255), 5),
      /** 1 if it is kept whatever its age. */
      imported: { ...zero, since: 5 },
      /** The version of what scored it; 1 was the lexicon alone. */
      scorer: { ...zero, default: 1, since: 5 },
      /** Probabilities in thousandths; 0 if `scorer` is 1. */
      p_negative: { ...zero, since: 5 },
      p_positive: { ...zero, since: 5 },
    },
    primaryKey: ["seq"],
    unique: [["stream", "log_seq"], ["topic_id", "source", "ext_id"]],
  },
  /** Messages that did not become a post. */
  skipped: {
    columns: {
      stream: int,
      log_seq: int,
      reason: key<SkipReason>(16),
      detail: text,
      /** The first bytes of the payload. */
      head: bytes,
      received_ms: int,
      /** Source and id of the post that a deletion, an edit or a duplicate is about; what names a rejected message. */
      about: nullable(key(288)),
      /** The edited post as JSON, for rows of it that are stored later. */
      edit: nullable(text, 2),
      /** Key of the source that sent what was refused. */
      origin: nullable(text, 5),
      /** Where it stands in a file, for people. */
      place: nullable(text, 5),
    },
    primaryKey: ["stream", "log_seq"],
  },
  /** Counts of posts by their own time. */
  buckets: {
    columns: {
      topic_id: int,
      /** Seconds that the bucket spans: 10, a minute, an hour; or a day that is over, once it is summed up. */
      step: int,
      /** Its start in seconds since the epoch. */
      t: int,
      posts: int,
      positive: int,
      negative: int,
      neutral: int,
      score: int,
      /** Sum of the squared scores; null if some posts were counted before version 3. */
      squares: nullable(int, 3),
      /** Posts with probabilities, and sums over them: of their `scorer`, of the probabilities, and of the squared differences of these. */
      scored: { ...zero, since: 5 },
      scorers: { ...zero, since: 5 },
      p_negative: { ...zero, since: 5 },
      p_positive: { ...zero, since: 5 },
      p_squares: { ...zero, since: 5 },
    },
    primaryKey: ["topic_id", "step", "t"],
    isClustered: true,
  },
  terms: {
    columns: {
      topic_id: int,
      step: int,
      t: int,
      kind: key(16),
      term: key(255),
      count: int,
    },
    primaryKey: ["topic_id", "step", "t", "kind", "term"],
    isClustered: true,
  },
  /** By which words posts are found; see `db/search/keep_postings.ts`. */
  postings: {
    columns: {
      bucket: int,
      block: int,
      entries: { type: "longBytes" } as Column<Uint8Array>,
    },
    primaryKey: ["bucket", "block"],
    since: 5,
    isClustered: true,
  },
  /** Days whose counts have no buckets and terms of their own, or wrong ones. */
  stale_days: {
    columns: {
      topic_id: int,
      /** Start of the day, UTC, in seconds since the epoch. */
      t: int,
      /** The `seq` at which its counts changed last; 0 if that is unknown, negative while it is summed up. */
      seq: int,
    },
    primaryKey: ["topic_id", "t"],
    since: 5,
    isClustered: true,
  },
  /** A source's position, written with the rows that led to it. */
  checkpoints: {
    columns: { source: key(512), position: text, stream: int, log_seq: int },
    primaryKey: ["source"],
  },
  /** Interruptions of a source. */
  gaps: {
    columns: {
      id,
      source: key(512),
      from_ms: int,
      to_ms: nullable(int),
      why: text,
      recovered: int,
    },
    primaryKey: ["id"],
  },
  /** What an edit changed in the counts of a post's topic. */
  edits: {
    columns: {
      /** The position at which it became visible. */
      seq: int,
      post_seq: int,
      topic_id: int,
      positive: int,
      negative: int,
      neutral: int,
      score: int,
    },
    primaryKey: ["seq", "post_seq"],
    since: 2,
    isClustered: true,
  },
  source_states: {
    columns: {
      source: key(512),
      name: key(32),
      state: key(16),
      detail: text,
      notice: nullable(text),
      changed_ms: int,
      seen_ms: int,
      events: int,
      /** Posts in 1,000 seconds. */
      rate: int,
    },
    primaryKey: ["source"],
    since: 2,
  },
  spending: {
    columns: { source: key(512), day: int, posts: int },
    primaryKey: ["source", "day"],
    since: 2,
  },
  billed: {
    columns: { source: key(512), day: int, ext_id: key(255) },
    primaryKey: ["source", "day", "ext_id"],
    since: 2,
    isClustered: true,
  },
  /** Names of accounts of Bluesky, which posts name by their DIDs. */
  handles: {
    columns: { did: key(255), handle: key(255), seen_ms: int },
    primaryKey: ["did"],
    since: 5,
    isClustered: true,
  },
  leases: {
    columns: { name: key(512), owner: key(64), until_ms: int },
    primaryKey: ["name"],
    since: 2,
  },
  /** Names of `TRACK` that were added once: one that is removed stays so. */
  tracked: {
    columns: { slug: key(255) },
    primaryKey: ["slug"],
    since: 5,
  },
  /** Who is signed in. */
  sessions: {
    columns: { id: key(64), address: key(64), created_ms: int, ends_ms: int },
    primaryKey: ["id"],
    since: 4,
  },
  /** What was reported, to be read and sent. */
  alerts: {
    columns: {
      /** A topic, or what all topics depend on. */
      topic: key(512),
      /** Hours since the epoch, of what it is about. */
      hour: int,
      id: key(36),
      state: key<"kept" | "due" | "sending" | "sent" | "unsure" | "failed">(8),
      /** As JSON. */
      event: text,
      created_ms: int,
      tries: int,
      next_ms: int,
    },
    primaryKey: ["topic", "hour"],
    unique: [["id"]],
    since: 5,
  },
  /** Times of topics whose posts readers label. */
  checks: {
    columns: {
      id,
      topic_id: int,
      /** In seconds since the epoch; the end is exclusive. */
      from_t: int,
      to_t: int,
      /** Visible posts of that time when it began. */
      posts: int,
      /** What the scorer says of random posts of that time, as JSON. */
      pool: text,
      /** Version of the scorer. */
      scorer: int,
      /** The topic's query by then, and what was taken out of it. */
      query: text,
      ignored: nullable(text, 6),
      /** Posts of the topic by then. */
      topic_posts: int,
      created_ms: int,
    },
    primaryKey: ["id"],
    since: 5,
  },
  /** The posts to label, in order. They stay when posts are pruned: they hold no text. */
  check_posts: {
    columns: {
      check_id: int,
      place: int,
      post_seq: int,
      /** In thousandths. */
      p_negative: int,
      p_positive: int,
    },
    primaryKey: ["check_id", "place"],
    since: 5,
    isClustered: true,
  },
  labels: {
    columns: {
      check_id: int,
      place: int,
      /** A digest: no cookie can be made from it. */
      reader: key(64),
      label: key<Label>(8),
      created_ms: int,
    },
    primaryKey: ["check_id", "place", "reader"],
    since: 5,
    isClustered: true,
  },
  /** Counts that a topic had and lost, by purges and edits: metrics never go down. */
  lost_counts: {
    columns: { slug: key(255), posts: int, positive: int, negative: int },
    primaryKey: ["slug"],
    since: 5,
  },
} satisfies Record<string, Table>;

/** Rows of all tables, as statements see them. */
export type Tables = {
  [Name in keyof typeof TABLES]: {
    [Key in keyof (typeof TABLES)[Name]["columns"]]:
      (typeof TABLES)[Name]["columns"][Key] extends Column<infer T> ? T : never;
  };
};
