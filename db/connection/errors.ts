/** What MySQL and MariaDB answer when two transactions got in each other's way. */
const CONFLICTS = new Set([
  1020, // ER_CHECKREAD: a row has changed since the snapshot
  1205, // ER_LOCK_WAIT_TIMEOUT
  1213, // ER_LOCK_DEADLOCK; at a commit too, where several nodes write
  3101, // ER_TRANSACTION_ROLLBACK_DURING_COMMIT: the same of group replication
]);

/** Says whether a transaction failed that will succeed when it is run again. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && "errno" in error &&
    CONFLICTS.has(Number(error.errno));
}

/** Thrown when a database does not answer in time: nobody knows whether it did what it was told. */
export class NoAnswerError extends Error {
  constructor(maxMs: number) {
    super(`Cannot wait for the database: it has not answered in ${maxMs} ms`);
    this.name = "NoAnswerError";
  }
}

/** Thrown when the connections to a database are all in use for too long, or by too many. */
export class NoConnectionError extends Error {
  constructor(detail: string) {
    super(`Cannot get a connection to the database: ${detail}`);
    this.name = "NoConnectionError";
  }
}
