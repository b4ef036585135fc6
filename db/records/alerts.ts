import type { Kysely } from "kysely";
import {
  type Alert,
  type AlertEvent,
  alertKey,
  type DueAlert,
} from "../../domain/alert/alert.ts";
import { DAY, HOUR } from "../../domain/time/range.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

/** How long alerts are kept. */
const KEPT_MS = 30 * DAY * 1_000;
/** A receiver that is away for longer gets none of the old alerts. */
const LATE_MS = 6 * HOUR * 1_000;
/** A process that has said nothing of what it sends for so long is dead. */
const DEAD_MS = 60_000;

/**
 * Stores an alert, unless one is stored of the same topic and hour, or of the
 * topic less than an hour ago, or of the same jump.
 *
 * @param isSent Whether it is to be sent, not only to be read.
 * @returns Whether it was stored.
 */
export async function addAlert(
  db: Kysely<Tables>,
  event: AlertEvent,
  { nowMs, isSent }: { nowMs: number; isSent: boolean },
): Promise<boolean> {
  const { topic, hour } = alertKey(event);
  const last = await db.selectFrom("alerts").select(["created_ms", "event"])
    .where("topic", "=", topic).orderBy("created_ms", "desc").limit(1)
    .executeTakeFirst();
  if (last && isSame(JSON.parse(last.event), event)) return false;
  if (last && nowMs - last.created_ms < HOUR * 1_000) return false;
  const id = crypto.randomUUID();
  const row = {
    ...{ topic, hour, id, event: JSON.stringify(event), created_ms: nowMs },
    ...{ state: isSent ? "due" : "kept", tries: 0, next_ms: nowMs } as const,
  };
  await insertRows(db, "alerts", [row], "keep");
  await db.deleteFrom("alerts").where("created_ms", "<", nowMs - KEPT_MS)
    .execute();
  const stored = await db.selectFrom("alerts").select("id")
    .where("topic", "=", topic).where("hour", "=", hour).executeTakeFirst();
  return stored?.id === id;
}

/** Whether there is an alert of a topic since a time, in epoch milliseconds. */
export async function hasAlertSince(
  db: Kysely<Tables>,
  topic: string,
  sinceMs: number,
): Promise<boolean> {
  const row = await db.selectFrom("alerts").select("id")
    .where("topic", "=", topic).where("created_ms", ">=", sinceMs).limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A jump that goes on, or a source that is still away. */
function isSame(last: AlertEvent, next: AlertEvent): boolean {
  if (last.kind === "jump" && next.kind === "jump") {
    return next.jump.from <= last.jump.to;
  }
  return last.kind === "source" && next.kind === "source" &&
    last.since === next.since;
}

/**
 * Takes an alert that is due for this process alone; null if there is none. One
 * that was taken by a process that died meanwhile may have been received, and
 * is not sent again.
 */
async function takeDueAlert(
  db: Kysely<Tables>,
  nowMs: number,
): Promise<DueAlert | null> {
  await db.updateTable("alerts").set({ state: "failed" })
    .where("state", "in", ["due", "sending"])
    .where("created_ms", "<", nowMs - LATE_MS).execute();
  await db.updateTable("alerts").set({ state: "unsure" })
    .where("state", "=", "sending").where("next_ms", "<", nowMs - DEAD_MS)
    .execute();
  const row = await db.selectFrom("alerts").selectAll()
    .where("state", "=", "due").where("next_ms", "<=", nowMs)
    .orderBy("created_ms").limit(1).executeTakeFirst();
  if (!row) return null;
  const { numUpdatedRows } = await db.updateTable("alerts")
    .set({ state: "sending", next_ms: nowMs })
    .where("id", "=", row.id).where("state", "=", "due")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return await takeDueAlert(db, nowMs);
  return { alert: toAlert(row), tries: row.tries };
}

/** Notes what became of an alert that was taken. @param nextMs When to try again, in epoch milliseconds; only of one that is `due`. */
async function finishAlert(
  db: Kysely<Tables>,
  { alert, tries }: DueAlert,
  state: "sent" | "failed" | "due",
  nextMs = 0,
): Promise<void> {
  await db.updateTable("alerts")
    .set({ state, tries: tries + 1, next_ms: nextMs })
    .where("id", "=", alert.id).where("state", "=", "sending").execute();
}

/** Binds to a database what alerts are stored in and taken from. */
export function createAlertStore(db: Kysely<Tables>) {
  return {
    add: (event: AlertEvent, options: Parameters<typeof addAlert>[2]) =>
      addAlert(db, event, options),
    takeDue: (nowMs: number) => takeDueAlert(db, nowMs),
    finish: (
      due: DueAlert,
      state: "sent" | "failed" | "due",
      nextMs?: number,
    ) => finishAlert(db, due, state, nextMs),
  };
}

/** The newest alerts of a topic and of what all topics depend on, newest first. */
export async function readAlerts(
  db: Kysely<Tables>,
  slug: string,
  limit: number,
): Promise<Alert[]> {
  const rows = await db.selectFrom("alerts").selectAll()
    .where((eb) =>
      eb.or([
        eb("topic", "=", slug),
        eb("topic", "like", "source %"),
        eb("topic", "like", "spending %"),
      ])
    )
    .orderBy("created_ms", "desc").limit(limit).execute();
  return rows.map(toAlert);
}

function toAlert(
  { id, created_ms, event }: Pick<
    Tables["alerts"],
    "id" | "created_ms" | "event"
  >,
): Alert {
  return { id, at: created_ms / 1_000, ...JSON.parse(event) as AlertEvent };
}
