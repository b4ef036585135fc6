import type { Database } from "../connection/database.ts";
import { chunksOf, insertRows } from "../connection/statements.ts";
import { retryTransaction } from "../connection/transactions.ts";

/** The handle of an account, and when it was that. */
interface SeenHandle {
  readonly did: string;
  readonly handle: string;
  /** Milliseconds since the epoch. */
  readonly seenMs: number;
}

/** Handles that are kept; those seen longest ago go first. */
const MAX_HANDLES = 500_000;

/** Posts whose authors are looked for at start. */
const RECENT = 5_000;

/** Creates access to the handles of Bluesky's accounts. */
export function createHandleStore(db: Database, max = MAX_HANDLES) {
  const { kysely, dialect } = db;

  async function read(column: "did" | "handle", names: readonly string[]) {
    const found: SeenHandle[] = [];
    for (const some of chunksOf(names, dialect)) {
      const rows = await kysely.selectFrom("handles")
        .select(["did", "handle", "seen_ms as seenMs"])
        .where(column, "in", some).execute();
      found.push(...rows);
    }
    return found;
  }

  return {
    /** Those of the accounts whose handle is known. */
    read: (dids: readonly string[]) => read("did", dids),
    /** The accounts that have these handles. */
    find: (handles: readonly string[]) => read("handle", handles),
    /** Writes handles, unless a newer one is known. */
    async write(handles: readonly SeenHandle[]): Promise<void> {
      const stored = await read("did", handles.map(({ did }) => did));
      const seen = new Map(stored.map(({ did, seenMs }) => [did, seenMs]));
      const rows = handles
        .filter(({ did, seenMs }) => seenMs >= (seen.get(did) ?? 0))
        .map(({ did, handle, seenMs }) => ({ did, handle, seen_ms: seenMs }));
      if (rows.length === 0) return;
      await retryTransaction(db, async (trx) => {
        await insertRows(trx, "handles", rows, "replace");
        const oldest = await trx.selectFrom("handles").select("seen_ms")
          .orderBy("seen_ms", "desc").limit(1).offset(max).executeTakeFirst();
        if (!oldest) return;
        await trx.deleteFrom("handles").where("seen_ms", "<=", oldest.seen_ms)
          .execute();
      });
    },
    async remove(dids: readonly string[]): Promise<void> {
      for (const some of chunksOf(dids, dialect)) {
        await kysely.deleteFrom("handles").where("did", "in", some).execute();
      }
    },
    /** Authors of the newest posts, each once. */
    async recentAuthors(): Promise<string[]> {
      const rows = await kysely.selectFrom("posts").select(["source", "author"])
        .orderBy("seq", "desc").limit(RECENT).execute();
      const authors = rows.flatMap(({ source, author }) =>
        source === "bluesky" && author !== null ? author : []
      );
      return [...new Set(authors)];
    },
  };
}
