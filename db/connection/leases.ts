import { sql } from "kysely";
import { sleep } from "../../domain/time/retry.ts";
import type { Database } from "./database.ts";
import { isConflict } from "./errors.ts";
import { insertRows } from "./statements.ts";

/** By the database's clock, which all that share it have in common. */
const NOW = {
  sqlite: sql<number>`cast(unixepoch('now', 'subsec') * 1000 as integer)`,
  mysql: sql<number>`floor(unix_timestamp(now(3)) * 1000)`,
};

/**
 * Leases as rows of a database: they hold on all nodes of a cluster, where a
 * lock of the server would not. A holder that stalls for longer than its lease
 * lasts loses it, so what it guards must be right, if wasteful, when two do it.
 */
export function createLeases({ kysely, dialect }: Database) {
  const now = NOW[dialect];
  return {
    /** Takes a lease for `ttlMs` if it is free or expired, or renews one's own; false if another holds it. */
    async take(name: string, owner: string, ttlMs: number): Promise<boolean> {
      const untilMs = sql<number>`${now} + ${sql.lit(ttlMs)}`;
      try {
        await kysely.updateTable("leases").set({ owner, until_ms: untilMs })
          .where("name", "=", name)
          .where((eb) =>
            eb.or([eb("owner", "=", owner), eb("until_ms", "<=", now)])
          ).execute();
        const row = { name, owner, until_ms: untilMs };
        await insertRows(kysely, "leases", [row], "keep");
      } catch (error) {
        if (!isConflict(error)) throw error;
        return false;
      }
      const row = await kysely.selectFrom("leases").select("owner")
        .where("name", "=", name).executeTakeFirst();
      return row?.owner === owner;
    },
    /** Gives one's own lease back; another's stays. */
    async release(name: string, owner: string): Promise<void> {
      await kysely.deleteFrom("leases").where("name", "=", name)
        .where("owner", "=", owner).execute();
    },
  };
}

/** Options for {@linkcode holdLease}. */
export interface HoldLeaseOptions {
  /** How long others wait for a holder that died. @default {10_000} */
  leaseMs?: number;
}

/** How often a lease that another holds is tried. */
const TRY_MS = 100;

/** Waits for a lease, and renews it until it is disposed of. */
export async function holdLease(
  db: Database,
  name: string,
  { leaseMs = 10_000 }: HoldLeaseOptions = {},
): Promise<AsyncDisposable> {
  const leases = createLeases(db);
  const owner = crypto.randomUUID();
  while (!await leases.take(name, owner, leaseMs)) await sleep(TRY_MS);

  const stopping = new AbortController();
  const renewing = renew(stopping.signal);
  async function renew(signal: AbortSignal): Promise<void> {
    while (true) {
      await sleep(leaseMs / 4, signal);
      if (signal.aborted) return;
      const untilMs = sql<number>`${NOW[db.dialect]} + ${sql.lit(leaseMs)}`;
      await db.kysely.updateTable("leases").set({ until_ms: untilMs })
        .where("name", "=", name).where("owner", "=", owner).execute()
        .catch(() => {}); // it is tried again before the lease expires
    }
  }
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await renewing;
      // If the database is unavailable, the lease expires by itself.
      await leases.release(name, owner).catch(() => {});
    },
  };
}
