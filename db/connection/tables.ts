import type { ColumnType, Generated } from "kysely";
import type { SkipReason } from "../../domain/pipeline/log_entry.ts";

/** A column that a statement may leave out, because the table fills it. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;

/** Rows as the drivers give them. Times are milliseconds since the epoch, UTC. */
export interface Tables {
  meta: { name: string; value: string };
  counters: { name: string; value: number };
  streams: StreamTable;
  topics: TopicTable;
  posts: PostTable;
  skipped: SkippedTable;
  buckets: BucketTable;
  terms: TermTable;
  checkpoints: CheckpointTable;
  gaps: GapTable;
  edits: EditTable;
  source_states: SourceStateTable;
  spending: { source: string; day: number; posts: number };
  billed: { source: string; day: number; ext_id: string };
  leases: { name: string; owner: string; until_ms: number };
}

/** One row an incarnation of a stream. */
interface StreamTable {
  stream: Generated<number>;
  name: string;
  /** When the stream was made, as its broker says it. */
  created: string;
  /** No message up to this position has a row: they were too old, or gone before the first was stored. */
  pruned_seq: Defaulted<number>;
}

interface TopicTable {
  id: Generated<number>;
  slug: string;
  query: string;
  color: string;
  active: number;
  created_ms: number;
  /** When it was archived; null while it is not. */
  archived_ms: Defaulted<number | null>;
}

interface PostTable {
  /** The order in which rows became visible. */
  seq: number;
  stream: number;
  log_seq: number;
  topic_id: number;
  source: string;
  /** The source's own id. */
  ext_id: string;
  author: string | null;
  lang: string;
  created_ms: number;
  received_ms: number;
  text: string;
  url: string | null;
  score: number;
  /** Number of positive words. */
  positive: number;
  /** Number of negative words. */
  negative: number;
  /** The `seq` at which its author's deletion became visible; 0 while it stands. */
  deleted: Defaulted<number>;
  /** The `seq` at which its author's newest edit became visible; 0 while there is none. */
  edited: Defaulted<number>;
  /** What its source told of the text beyond its letters, as JSON; null: nothing. */
  entities: Defaulted<string | null>;
}

/** What the log holds that is no new post. */
interface SkippedTable {
  stream: number;
  log_seq: number;
  reason: SkipReason;
  detail: string;
  /** The first bytes of the payload. */
  head: Uint8Array;
  received_ms: number;
  /** Source and id of the post that a deletion, an edit or a duplicate is about. */
  about: string | null;
  /** The post as its newest edit writes it, as JSON, for rows of it that are still to come. */
  edit: Defaulted<string | null>;
}

/** Counts of posts by their own time. */
interface BucketTable {
  topic_id: number;
  /** Seconds that the bucket spans. */
  step: number;
  /** Its start in seconds since the epoch. */
  t: number;
  posts: number;
  positive: number;
  negative: number;
  neutral: number;
  score: number;
  /** Sum of the squared scores; null: some were counted before it was. */
  squares: Defaulted<number | null>;
}

interface TermTable {
  topic_id: number;
  step: number;
  t: number;
  kind: string;
  term: string;
  count: number;
}

/** A source's place, written with the rows that got it there. */
interface CheckpointTable {
  source: string;
  position: string;
  stream: number;
  log_seq: number;
}

/** Interruptions of a source. */
interface GapTable {
  id: Generated<number>;
  source: string;
  from_ms: number;
  to_ms: number | null;
  why: string;
  recovered: number;
}

/** What an edit changed in the counts of a post's topic. */
interface EditTable {
  /** The place at which it became visible. */
  seq: number;
  post_seq: number;
  topic_id: number;
  positive: number;
  negative: number;
  neutral: number;
  score: number;
}

interface SourceStateTable {
  source: string;
  name: string;
  state: string;
  detail: string;
  notice: string | null;
  changed_ms: number;
  seen_ms: number;
  events: number;
  /** Events in 1,000 seconds. */
  rate: number;
}
