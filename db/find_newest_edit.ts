import type { Transaction } from "kysely";
import type { EditEntry } from "../domain/pipeline/log_entry.ts";
import type { Tables } from "./connection/tables.ts";

/** The latest edit of a post, and the message that it came by. */
export interface NewestEdit {
  readonly stream: number;
  readonly log_seq: number;
  readonly post: EditEntry["post"];
}

/**
 * Finds the edit of a post that is latest in the log, and drops what is kept of
 * those before it; undefined if there is none, or its post was taken back.
 *
 * @param name See `postName()`.
 */
export async function findNewestEdit(
  trx: Transaction<Tables>,
  name: string,
): Promise<NewestEdit | undefined> {
  const [newest, ...older] = await trx.selectFrom("skipped")
    .select(["stream", "log_seq", "edit"])
    .where("about", "=", name).where("reason", "=", "edit")
    .orderBy("stream", "desc").orderBy("log_seq", "desc").execute();
  if (!newest || newest.edit === null) return undefined;
  for (const { stream, log_seq, edit } of older) {
    if (edit === null) continue;
    await trx.updateTable("skipped").set({ edit: null })
      .where("stream", "=", stream).where("log_seq", "=", log_seq).execute();
  }
  const { stream, log_seq, edit } = newest;
  return { stream, log_seq, post: JSON.parse(edit) };
}
