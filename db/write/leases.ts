import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import { isConflict } from "../connection/errors.ts";
import type { Tables } from "../connection/tables.ts";

/** By the database's clock, which all that share it have in common. */
const NOW = {
  sqlite: sql<number>`cast(unixepoch('now', 'subsec') * 1000 as integer)`,
  mysql: sql<number>`floor(unix_timestamp(now(3)) * 1000)`,
};

/**
 * Takes a lease for `ttlMs` if it is free or over, or renews one's own.
 *
 * Who stands still for longer than a lease lasts loses it: what it guards must
 * be right, if wasteful, when two do it.
 *
 * @returns Whether the lease is now one's own.
 */
export async function takeLease(
  { kysely, dialect }: Database,
  name: string,
  owner: string,
  ttlMs: number,
): Promise<boolean> {
  const now = NOW[dialect];
  const insert = sql`insert into leases (name, owner, until_ms)
    values (${name}, ${owner}, ${now} + ${sql.lit(ttlMs)})`;
  const otherwise = dialect === "mysql" ? renewMysql(now) : renewSqlite(now);
  try {
    await sql`${insert} ${otherwise}`.execute(kysely);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return false;
  }
  const row = await kysely.selectFrom("leases").select("owner")
    .where("name", "=", name).executeTakeFirst();
  return row?.owner === owner;
}

/** The second assignment sees what the first has done. */
function renewMysql(now: RawBuilder<number>): RawBuilder<unknown> {
  return sql`on duplicate key update
    owner = if(until_ms <= ${now}, values(owner), owner),
    until_ms = if(owner = values(owner), values(until_ms), until_ms)`;
}

function renewSqlite(now: RawBuilder<number>): RawBuilder<unknown> {
  return sql`on conflict (name) do update
    set owner = excluded.owner, until_ms = excluded.until_ms
    where leases.owner = excluded.owner or leases.until_ms <= ${now}`;
}

/** Gives one's own lease back; of another's nothing changes. */
export async function releaseLease(
  db: Kysely<Tables>,
  name: string,
  owner: string,
): Promise<void> {
  await db.deleteFrom("leases").where("name", "=", name)
    .where("owner", "=", owner).execute();
}
