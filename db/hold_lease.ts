import { type Kysely, sql } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import { isConflict } from "./connection/errors.ts";
import type { Tables } from "./connection/tables.ts";

/** Options for {@linkcode holdLease}. */
export interface LeaseOptions {
  /** How long others wait for a holder that died. @default {10_000} */
  leaseMs?: number;
}

/** From one look at a lease that another holds to the next. */
const LOOK_MS = 100;

/** By the database's clock, which all that share it have in common. */
const NOW = sql`unix_timestamp(now(3))`;

/**
 * Waits for a lease and holds it until it is disposed of. It is a row of `meta`
 * in MySQL, and so holds on all nodes of a cluster, where a lock would not.
 *
 * Who stands still for longer than a lease lasts may lose it: what it guards
 * must be right, if wasteful, when two do it.
 */
export async function holdLease(
  db: Kysely<Tables>,
  name: string,
  options: LeaseOptions = {},
): Promise<AsyncDisposable> {
  const { leaseMs = 10_000 } = options;
  const owner = crypto.randomUUID();
  const value = sql`concat(${NOW} + ${
    sql.lit(leaseMs / 1_000)
  }, ' ', ${owner})`;
  const isMine = sql<boolean>`name = ${name} and value like ${`% ${owner}`}`;

  async function take(): Promise<boolean> {
    await sql`insert into meta (name, value) values (${name}, ${value})
      on duplicate key update value =
        if(substring_index(value, ' ', 1) + 0 < ${NOW}, values(value), value)`
      .execute(db);
    const { rows } = await sql`select 1 from meta where ${isMine}`.execute(db);
    return rows.length > 0;
  }
  const orConflict = (error: unknown) => {
    if (!isConflict(error)) throw error;
    return false;
  };
  while (!await take().catch(orConflict)) await delay(LOOK_MS);

  const stopping = new AbortController();
  const renewing = repeat(
    leaseMs / 4,
    stopping.signal,
    () => sql`update meta set value = ${value} where ${isMine}`.execute(db),
  );
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await renewing;
      // Where the database is away, the lease ends by itself.
      await sql`delete from meta where ${isMine}`.execute(db).catch(() => {});
    },
  };
}

/** Until `signal` aborts; a failure is made good by the next time. */
async function repeat(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  while (true) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    await work().catch(() => {});
  }
}
