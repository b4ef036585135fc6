import type { Database } from "../../db/connection/database.ts";
import { readCursor } from "../../db/read/changes.ts";
import type { Problem } from "../../domain/pipeline/pipeline.ts";
import { withTimeout } from "../../domain/time/retry.ts";
import { maskPasswords } from "../../log.ts";

/** How long work may fail or hang before it is a problem. */
const GRACE_MS = 5_000;

/** Notes whether work gets done. */
export interface WorkWatch {
  /** The same work, noted as that of a part: `what` completes "cannot …". */
  watch<A extends unknown[], T>(
    part: Problem["part"],
    what: string,
    work: (...args: A) => Promise<T>,
  ): (...args: A) => Promise<T>;
  /** What has failed or hung for a while, and not succeeded since. */
  findProblems(): Problem[];
}

/** Options for {@linkcode createWorkWatch}. */
interface WorkWatchOptions {
  /** @default {5_000} */
  graceMs?: number;
  /** Milliseconds. @default {performance.now} */
  now?: () => number;
}

/** Creates a {@linkcode WorkWatch}. */
export function createWorkWatch(options: WorkWatchOptions = {}): WorkWatch {
  const { graceMs = GRACE_MS, now = () => performance.now() } = options;
  const checks: (() => Problem | null)[] = [];
  return {
    watch(part, what, work) {
      const running = new Set<{ sinceMs: number }>();
      let succeededMs = -Infinity;
      let failure: { sinceMs: number; error: unknown } | null = null;

      function isLong(sinceMs: number): boolean {
        return now() - Math.max(sinceMs, succeededMs) > graceMs;
      }
      checks.push(() => {
        const [oldest] = running;
        const isHung = oldest !== undefined && isLong(oldest.sinceMs);
        if (!isHung && !(failure && isLong(failure.sinceMs))) return null;
        const why = failure ? reasonOf(failure.error) : "no answer";
        return { part, reason: `cannot ${what}: ${why}` };
      });
      return async (...args) => {
        const run = { sinceMs: now() };
        running.add(run);
        try {
          const result = await work(...args);
          succeededMs = now();
          failure = null;
          return result;
        } catch (error) {
          failure = { sinceMs: failure?.sinceMs ?? now(), error };
          throw error;
        } finally {
          running.delete(run);
        }
      };
    },
    findProblems: () =>
      checks.map((check) => check()).filter((problem) => problem !== null),
  };
}

/** How long reading may take. */
const READ_MS = 3_000;

/** What {@linkcode findUnready} asks. */
export interface ReadinessParts {
  /** Whether the broker is reachable, as far as is known. */
  readonly isBrokerUp: () => boolean;
  /** The process's own work. @default none */
  readonly work?: Pick<WorkWatch, "findProblems"> | undefined;
  /** A copy of the database: named if both do not answer. @default none */
  readonly replica?: Pick<Database, "kysely"> | null;
}

/** Finds what does not work: reading the database (undefined: it is not open yet), the broker, the process's own work. */
export async function findUnready(
  db: Pick<Database, "kysely"> | undefined,
  { isBrokerUp, work, replica = null }: ReadinessParts,
): Promise<Problem[]> {
  const problems: Problem[] = [...work?.findProblems() ?? []];
  const askingReplica = replica && findReadError(replica);
  const away = await findReadError(db);
  if (away !== null) {
    const replicaAway = await askingReplica;
    const also = replicaAway === null ? "" : `; the replica: ${replicaAway}`;
    const reason = `cannot read: ${away}${also}`;
    problems.unshift({ part: "database", reason });
  }
  if (!isBrokerUp()) problems.push({ part: "broker", reason: "not connected" });
  return problems;
}

/** Why a database cannot be read; null if it can. */
async function findReadError(
  db: Pick<Database, "kysely"> | undefined,
): Promise<string | null> {
  try {
    if (!db) throw new Error("it is not open yet");
    await withTimeout(readCursor(db.kysely), READ_MS, "no answer");
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return maskPasswords(text).slice(0, 200);
}
