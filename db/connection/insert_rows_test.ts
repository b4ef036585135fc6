import { sql } from "kysely";
import { deepStrictEqual, rejects } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { insertRows } from "./statements.ts";

const place = { topic_id: 1, step: 60, t: 0, kind: "hashtag" };
const term = (name: string, count: number) => ({
  ...place,
  term: name,
  count,
});

forEachDatabase((name, open) => {
  Deno.test(`insertRows() on ${name} adds, replaces and keeps, whatever the number of rows`, async () => {
    await using store = await open();
    const { kysely } = store.db;
    const names = Array.from({ length: 150 }, (_, i) => `it's \`${i}\` ("?")`);
    const insert = (count: number, how?: "add" | "replace" | "keep") =>
      insertRows(kysely, "terms", names.map((it) => term(it, count)), how);
    const counts = async () => {
      const rows = await kysely.selectFrom("terms").select(["term", "count"])
        .execute();
      deepStrictEqual(
        rows.map((row) => row.term).sort(),
        names.toSorted(),
      );
      return [...new Set(rows.map((row) => row.count))];
    };
    await insert(2);
    await rejects(insert(1));
    deepStrictEqual(await counts(), [2]);
    await insert(3, "add");
    deepStrictEqual(await counts(), [5]);
    await insert(7, "replace");
    await insert(1, "keep");
    deepStrictEqual(await counts(), [7]);
  });

  Deno.test(`insertRows() on ${name} takes expressions, and rows whose columns stand in another order`, async () => {
    await using store = await open();
    const { kysely } = store.db;
    await insertRows(kysely, "terms", [
      term("a", 1),
      { count: 2, term: "b", ...place },
      { ...term("c", 0), count: sql<number>`1 + 2` },
    ]);
    await insertRows(kysely, "terms", [
      term("d", 4),
      { count: 5, term: "e", ...place },
      term("f", 6),
      term("g", 7),
    ]);
    const rows = await kysely.selectFrom("terms").select(["term", "count"])
      .orderBy("term").execute();
    deepStrictEqual(rows.map((row) => [row.term, row.count]), [
      ["a", 1],
      ["b", 2],
      ["c", 3],
      ["d", 4],
      ["e", 5],
      ["f", 6],
      ["g", 7],
    ]);
  });
});
