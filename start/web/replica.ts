import { HttpError } from "fresh";
import type { Kysely } from "kysely";
import type { Database } from "../../db/connection/database.ts";
import type { Tables } from "../../db/connection/tables.ts";
import { TopicCache, type Topics } from "../../db/read/cache.ts";
import { backoffMs, sleep, withTimeout } from "../../domain/time/retry.ts";
import type { Log } from "../../log.ts";

/** A database to read from, with the answers of it that are kept. */
export interface ReadSource {
  readonly kysely: Kysely<Tables>;
  readonly cache: TopicCache;
}

/** A position of the commit order. */
type Place = Pick<Topics, "epoch" | "seq">;

/** How long a replica may take to say where it is. */
const ANSWER_MS = 1_000;

/** How long a read waits for a replica that is behind, and how often it looks. */
const CATCH_UP_MS = 250;
const LOOK_MS = 20;

/** How long a replica is left alone after a failure. */
const PAUSE = { baseMs: 1_000, maxMs: 60_000, jitter: 0 };

/**
 * Chooses where stored posts and series are read: from a replica as soon as it has
 * all that the main database had when the question came, else from the main
 * database. So no answer is older than one of the main database would be.
 */
export class ReadSources {
  readonly #main: ReadSource;
  readonly #replica: ReadSource | null;
  readonly #log: Log;
  #state: "away" | "tried" | "used" = "away";
  /** Failures in a row, each soon after the one before. */
  #failures = 0;
  #isLogged = false;
  #usedMs = 0;
  #nextTryMs = 0;

  constructor(
    main: ReadSource,
    replica: Database | null,
    log: Log,
  ) {
    this.#main = main;
    this.#replica = replica &&
      { kysely: replica.kysely, cache: new TopicCache(replica) };
    this.#log = log;
  }

  /**
   * Runs a read; what a replica fails to answer, the main database answers.
   *
   * @param place What must be visible. @default what the main database has now
   */
  async read<T>(
    ask: (source: ReadSource) => Promise<T>,
    place?: Place,
  ): Promise<T> {
    const source = await this.choose(place);
    if (source === this.#main) return await ask(source);
    try {
      return await ask(source);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      this.#fail(error);
      return await ask(this.#main);
    }
  }

  /** Where to read what is visible now, or was at a place. */
  async choose(place?: Place): Promise<ReadSource> {
    const replica = this.#replica;
    if (!replica) return this.#main;
    if (this.#state !== "used") {
      const isDue = this.#state === "away" &&
        performance.now() >= this.#nextTryMs;
      if (isDue) void this.#try(replica);
      return this.#main;
    }
    const wanted = place ?? await this.#main.cache.look();
    return await this.#reaches(replica, wanted) ? replica : this.#main;
  }

  /** Looks whether the replica can be used; no read waits for it. */
  async #try(replica: ReadSource): Promise<void> {
    this.#state = "tried";
    const wanted = await this.#main.cache.look().catch(() => null);
    if (wanted && !await this.#reaches(replica, wanted)) return;
    this.#state = wanted ? "used" : "away";
    if (!wanted) return;
    this.#usedMs = performance.now();
    this.#isLogged = false;
    this.#log("info", "reading from the replica");
  }

  /** Waits a moment until the replica has reached a place. */
  async #reaches({ cache }: ReadSource, { epoch, seq }: Place) {
    const endMs = performance.now() + CATCH_UP_MS;
    try {
      while (true) {
        const at = await withTimeout(cache.look(), ANSWER_MS, "no answer");
        if (at.epoch !== epoch) throw new Error("it copies another database");
        if (at.seq >= seq) return true;
        if (performance.now() >= endMs) {
          throw new Error(`it is behind by ${seq - at.seq} changes`);
        }
        await sleep(LOOK_MS);
      }
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Leaves the replica alone for a while; the log says it once. */
  #fail(error: unknown): void {
    if (this.#state === "away") return; // another read has noticed
    const nowMs = performance.now();
    const wasSteady = this.#state === "used" &&
      nowMs - this.#usedMs > PAUSE.maxMs;
    this.#failures = wasSteady ? 1 : this.#failures + 1;
    this.#nextTryMs = nowMs + backoffMs(this.#failures, PAUSE);
    this.#state = "away";
    if (this.#isLogged) return;
    this.#isLogged = true;
    this.#log("warn", "reading from the main database only", { error });
  }
}
