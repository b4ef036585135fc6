import { type Kysely, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../connection/transactions.ts";
import { readTopics, type StoredTopic } from "./topics.ts";

/** Answers that are kept. */
const MAX_ANSWERS = 300;

/** Positions that are searched for changed topics; after more, all count as changed. */
const MAX_SEARCHED = 5_000;

/** Where a database is in its commit order, and how far it was pruned. */
interface Position {
  readonly epoch: string;
  readonly seq: number;
  readonly pruned: number;
}

/** Topics that are not archived, as of one position of the commit order. */
export interface Topics extends Pick<Position, "epoch" | "seq"> {
  /** In the order in which they were created. */
  readonly topics: readonly StoredTopic[];
}

interface Answer {
  /** The version of the topic that it was read at, or before. */
  readonly version: string;
  readonly value: Promise<unknown>;
}

/**
 * Answers about topics, shared by all who ask. An answer is kept until its topic
 * changes: each question first looks where the commit order is, so that it never
 * gets less than what was visible when it was asked.
 */
export class TopicCache {
  readonly #db: Database;
  readonly #answers = new Map<string, Answer>();
  /** How often each topic has changed, by its id. */
  readonly #changes = new Map<number, number>();
  #position: Position | null = null;
  /** Changes that touched all topics. */
  #resets = 0;
  #looking: Promise<unknown> = Promise.resolve();
  /** A look that has not begun: all who ask meanwhile share it. */
  #next: Promise<Topics> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The topics, and which of their answers still hold, as of now. */
  look(): Promise<Topics> {
    return this.#next ??= this.#afterOthers(() => {
      this.#next = null;
      return this.#look(this.#db.kysely);
    });
  }

  /** Runs `read` with {@linkcode look} in one moment of the database. */
  readAtOnce<T>(
    read: (db: Kysely<Tables>, topics: Topics) => Promise<T>,
  ): Promise<T> {
    return this.#afterOthers(() =>
      readConsistently(
        this.#db,
        async (trx) => await read(trx, await this.#look(trx)),
      )
    );
  }

  /**
   * The kept answer to a question about a topic, or what `read` answers.
   *
   * @param question Unique for what is asked, apart from the topic.
   * @param isKept Whether an answer is small enough to be kept.
   */
  async ask<T>(
    topic: StoredTopic,
    question: string,
    read: () => Promise<T>,
    isKept: (answer: T) => boolean = () => true,
  ): Promise<T> {
    const { id, slug, query, ignored } = topic;
    const key = `${id} ${question}`;
    const version = `${this.#resets} ${this.#changes.get(id) ?? 0} ${
      JSON.stringify([slug, query, ignored])
    }`;
    const known = this.#answers.get(key);
    this.#answers.delete(key);
    const answer = known?.version === version
      ? known
      : { version, value: read() };
    this.#answers.set(key, answer);
    if (this.#answers.size > MAX_ANSWERS) {
      this.#answers.delete(this.#answers.keys().next().value!);
    }
    const forget = () => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    };
    try {
      const value = await answer.value as T;
      if (!isKept(value)) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  }

  #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#looking.then(work, work);
    this.#looking = done.catch(() => {});
    return done;
  }

  async #look(db: Kysely<Tables>): Promise<Topics> {
    const position = await readPosition(db);
    const topics = await readTopics(db);
    const changed = await findChanged(db, this.#position, position);
    if (changed === "all") this.#resets++;
    else for (const id of changed) this.#markChanged(id);
    this.#position = position;
    return { epoch: position.epoch, seq: position.seq, topics };
  }

  #markChanged(id: number): void {
    this.#changes.set(id, (this.#changes.get(id) ?? 0) + 1);
  }
}

async function readPosition(db: Kysely<Tables>): Promise<Position> {
  const { rows: [row] } = await sql<{ [Key in keyof Position]: unknown }>`
    select (select value from counters where name = 'seq') as seq,
      (select value from meta where name = 'epoch') as epoch,
      (select sum(pruned_seq) from streams) as pruned`.execute(db);
  const { epoch, seq, pruned } = row!;
  if (typeof epoch !== "string") throw new Error("The database has no epoch");
  return { epoch, seq: Number(seq), pruned: Number(pruned ?? 0) };
}

/** The ids of topics with new, edited, deleted or rescored posts since a position. */
async function findChanged(
  db: Kysely<Tables>,
  before: Position | null,
  { epoch, seq, pruned }: Position,
): Promise<number[] | "all"> {
  const isNext = before?.epoch === epoch && before.pruned === pruned &&
    seq >= before.seq && seq - before.seq <= MAX_SEARCHED;
  if (!isNext) return "all";
  if (seq === before.seq) return [];
  // SQLite's indexes hold marked rows only: they are used if no others are asked for.
  const { rows } = await sql<{ id: number }>`
    select distinct topic_id as id from posts
      where seq > ${before.seq} and seq <= ${seq}
    union select topic_id from posts where deleted > 0
      and deleted > ${before.seq} and deleted <= ${seq}
    union select topic_id from posts where edited > 0
      and edited > ${before.seq} and edited <= ${seq}
    union select topic_id from edits
      where seq > ${before.seq} and seq <= ${seq}`.execute(db);
  return rows.map(({ id }) => id);
}
