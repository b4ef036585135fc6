import { deepStrictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { mapColumns } from "./map_columns.ts";

Deno.test("mapColumns() changes all counts, and lays starts out anew", () => {
  const series = makeWindow([1, 2, 3], 30);
  deepStrictEqual(
    mapColumns(series, (column) => column.slice(1), 20),
    makeWindow([2, 3], 30),
  );
  deepStrictEqual(
    mapColumns(series, (column) => [...column, 0]),
    makeWindow([1, 2, 3, 0], 40),
  );
});

Deno.test("mapColumns() says which column it asks for", () => {
  const series = makeWindow([1, 2], 20);
  const other = makeWindow([3, 4], 20);
  deepStrictEqual(mapColumns(series, (_, name) => other[name].slice()), other);
});

Deno.test("mapColumns() passes on nothing that is no part of a series", () => {
  const answer = { ...makeWindow([1], 10), outages: [1, 2] };
  deepStrictEqual(
    mapColumns(answer, (column) => column.slice()),
    makeWindow([1], 10),
  );
});
