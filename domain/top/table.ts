import { isKeptBack } from "../post/export.ts";
import type { TopKind } from "../post/post.ts";
import type { TopRow } from "../schema/top.ts";
import type { Cell } from "../text/csv.ts";

/** The columns of a list as a table, after what it is about. */
export const TOP_COLUMNS = [
  "posts",
  "share",
  "authors",
  "first",
  "last",
  "source",
  "id",
] as const;

/** Entries of a list as a table. A text of X is empty, as its terms demand of files. */
export function topTable(kind: TopKind, rows: readonly TopRow[]): {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
} {
  return {
    columns: [kind, ...TOP_COLUMNS],
    rows: rows.map((row) => [
      kind === "text" && isKeptBack(row.source) ? "" : row.value,
      row.posts,
      Number(row.share.toFixed(6)),
      row.authors,
      row.first,
      row.last,
      row.source,
      row.id,
    ]),
  };
}
