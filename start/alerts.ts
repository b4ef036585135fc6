import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { readJumps } from "../db/read/jumps.ts";
import { readTopics, type StoredTopic } from "../db/read/topics.ts";
import { createAlertStore, hasAlertSince } from "../db/records/alerts.ts";
import type { AlertEvent } from "../domain/alert/alert.ts";
import { HOUR, MINUTE } from "../domain/time/range.ts";
import type { Log } from "../log.ts";
import { type AlertParts, runAlerts } from "../workers/alert/alerts.ts";
import { type Health, readHealth, readInterruptions } from "./web/health.ts";

/** Bucket sizes in which jumps are looked for, and how many of the last finished ones. */
const LOOKED = [[MINUTE, 5], [10 * MINUTE, 2], [HOUR, 1]] as const;
/** A source that is away for less may be back at once, in seconds. */
const AWAY_AFTER = 60;
/** Part of the limit from which spending is reported. */
const NEAR = 0.8;

/** Options for {@linkcode startAlerting}. */
type AlertingOptions = Pick<AlertParts, "findMs" | "sendMs">;

/** Finds and sends alerts until it is disposed of. */
export function startAlerting(
  { alerts, xPostsPerDay }: Pick<Config, "alerts" | "xPostsPerDay">,
  { db, log }: { db: Database; log: Log },
  options: AlertingOptions = {},
): AsyncDisposable {
  const stopping = new AbortController();
  const running = runAlerts({
    ...options,
    store: createAlertStore(db.kysely),
    findEvents: async () => [
      ...await findJumpEvents(db),
      ...findHealthEvents(await readHealth(db, xPostsPerDay)),
    ],
    target: alerts,
    log,
    signal: stopping.signal,
  });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

async function findJumpEvents(db: Database): Promise<AlertEvent[]> {
  const events: AlertEvent[] = [];
  for (const topic of await readTopics(db.kysely)) {
    const since = Date.now() - HOUR * 1_000;
    if (await hasAlertSince(db.kysely, topic.slug, since)) continue;
    const jump = await findNewest(db, topic);
    if (jump) events.push({ kind: "jump", topic: topic.slug, jump });
  }
  return events;
}

/** The strongest jump of the last finished minutes, or else of longer buckets. */
async function findNewest(db: Database, topic: StoredTopic) {
  const nowMs = Date.now();
  for (const [step, count] of LOOKED) {
    const to = Math.floor(nowMs / 1_000 / step) * step;
    const jumps = await readJumps(db.kysely, topic, {
      ...{ from: to - count * step, to, step, nowMs },
      readInterruptions: (range) => readInterruptions(db, range),
    });
    const [strongest] = jumps.toSorted((a, b) => b.strength - a.strength);
    if (strongest) return strongest;
  }
}

/** What is to be reported of the sources. */
export function findHealthEvents(
  { sources, spending }: Pick<Health, "sources" | "spending">,
  now = Date.now() / 1_000,
): AlertEvent[] {
  const away = sources.filter(({ state, since }) =>
    (state === "down" || state === "silent") && now - since >= AWAY_AFTER
  ).map(({ source, since, detail: reason }) => ({
    ...{ kind: "source" as const, source, since, reason },
  }));
  if (!spending || spending.limit === null) return away;
  const { posts, limit, day } = spending;
  return posts < NEAR * limit ? away : [...away, {
    kind: "spending",
    posts,
    limit,
    day: Math.floor(Date.parse(day) / 86_400_000),
  }];
}
