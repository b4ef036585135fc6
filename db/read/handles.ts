import type { Kysely } from "kysely";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

/** A post's row, as far as its author goes. */
type AuthoredRow = Pick<Tables["posts"], "source" | "author">;

/** Rows whose authors have the handles that they have now, where these are known. */
export async function nameAuthors<Row extends AuthoredRow>(
  db: Kysely<Tables>,
  rows: readonly Row[],
): Promise<Row[]> {
  const dids = rows.flatMap(({ source, author }) =>
    source === "bluesky" && author !== null ? author : []
  );
  const handles = new Map<string, string>();
  for (const some of chunksOf([...new Set(dids)], "sqlite")) {
    const found = await db.selectFrom("handles").select(["did", "handle"])
      .where("did", "in", some).execute();
    for (const { did, handle } of found) handles.set(did, handle);
  }
  if (handles.size === 0) return [...rows];
  return rows.map((row) => {
    const handle = row.source === "bluesky" && handles.get(row.author ?? "");
    return handle ? { ...row, author: handle } : row;
  });
}
