import type { Database } from "./connection/database.ts";
import { readCheckpoint } from "./read_checkpoint.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./write/seqs.ts";

/** Older than the first message of the first stream, so that any message moves it on. */
const NO_MESSAGE = { stream: 0, log_seq: 0 };

/**
 * Moves a source's place on where no message does, such as while nothing that
 * it sends matches, if the place is still `from` (null: there is none). Messages
 * that are newer than those that led there move it on from here.
 *
 * @returns Whether it was.
 */
export async function moveCheckpoint(
  db: Database,
  source: string,
  from: string | null,
  to: string,
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // nobody stores meanwhile
    if (await readCheckpoint(trx, source) !== from) return false;
    if (from === null) {
      const row = { source, position: to, ...NO_MESSAGE };
      await trx.insertInto("checkpoints").values(row).execute();
    } else {
      await trx.updateTable("checkpoints").set({ position: to })
        .where("source", "=", source).execute();
    }
    return true;
  });
}
