import type { Kysely } from "kysely";
import type { Tables } from "../connection/tables.ts";

/** A session of an administrator. */
export interface StoredSession {
  /** A digest: no cookie can be made from it. */
  readonly id: string;
  /** Where it was begun. */
  readonly address: string;
  readonly createdMs: number;
  readonly endsMs: number;
}

/** Stores a session, and deletes those that have ended by its beginning. */
export async function addSession(
  db: Kysely<Tables>,
  { id, address, createdMs, endsMs }: StoredSession,
): Promise<void> {
  await db.deleteFrom("sessions").where("ends_ms", "<=", createdMs).execute();
  const row = { id, address, created_ms: createdMs, ends_ms: endsMs };
  await db.insertInto("sessions").values(row).execute();
}

/** Whether there is a session that ends after `nowMs`. */
export async function hasSession(
  db: Kysely<Tables>,
  id: string,
  nowMs: number,
): Promise<boolean> {
  const row = await db.selectFrom("sessions").select("id")
    .where("id", "=", id).where("ends_ms", ">", nowMs).executeTakeFirst();
  return row !== undefined;
}

/** Deletes a session; false if there was none. */
export async function deleteSession(
  db: Kysely<Tables>,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("sessions")
    .where("id", "=", id).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
