import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { countStoredSince, readLastSeq } from "../db/read/pipeline.ts";
import { formatCount } from "../domain/format/numbers.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { openBroker, openLog } from "./broker.ts";
import { HeldError, openReader, openStore } from "./database.ts";
import { createMetrics } from "./metrics.ts";
import { startStoring } from "./persist.ts";
import { StartError } from "./role.ts";
import { createWorkWatch } from "./web/readiness.ts";

/** Thrown for what the user can mend. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** Where messages go, and what became of them. */
interface Target extends AsyncDisposable {
  readonly db: Database;
  readonly broker: Pick<Broker, "publish" | "lost" | "leases" | "name">;
  /** Says what was stored. */
  report(): Promise<string>;
}

/** Opens the log of `NATS_URL`, or else one in this process that is stored as it is written. */
export async function openTarget(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<Target> {
  await using opening = new AsyncDisposableStack();
  const stack = (target: Omit<Target, keyof AsyncDisposable>): Target => {
    const opened = opening.move();
    return { ...target, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  };
  if (config.natsUrl !== null) {
    const db = opening.use(await openReader(config));
    const broker = opening.use(
      await openLog(config, "ingest", { log, signal }),
    );
    return stack({
      db,
      broker,
      report: () => Promise.resolve("sent to the log: persist stores them"),
    });
  }
  const db = opening.use(await openStore(config).catch(explainLock));
  const source = await openBroker(config, db, { log, signal });
  const broker = opening.use(source.broker);
  const { stream } = source;
  const before = await readLastSeq(db.kysely, stream);
  const parts = { source, writer: db, log, work: createWorkWatch() };
  const metrics = createMetrics(() => 0);
  opening.use(startStoring(
    { ...config, retentionDays: 0 },
    { ...parts, metrics, onCommit() {} },
  ));
  return stack({
    db,
    broker,
    async report() {
      const { posts, duplicates } = await countStoredSince(
        db.kysely,
        stream,
        before,
      );
      return `${formatCount(posts)} posts stored, ${
        formatCount(duplicates)
      } were there already`;
    },
  });
}

/** A running Freshet holds its file for itself: it alone numbers messages. */
function explainLock(error: unknown): never {
  const isHeld = error instanceof StartError &&
    error.cause instanceof HeldError;
  if (!isHeld) throw error;
  throw new ImportError(
    "Freshet runs on this database file, and only one process can write it. " +
      "Stop it for the import; or give it the file as a source: " +
      "file:PATH?topic=NAME in SOURCE_URL. With MySQL or MariaDB both can run",
    { cause: error },
  );
}
