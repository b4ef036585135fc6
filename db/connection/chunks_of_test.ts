import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import { chunksOf } from "./statements.ts";

Deno.test("chunksOf() keeps a list whole and in order", () => {
  const list = fc.array(fc.nat(), { maxLength: 3_000, size: "max" });
  fc.assert(
    fc.property(list, fc.constantFrom("sqlite", "mysql"), (list, dialect) => {
      deepStrictEqual([...chunksOf(list, dialect)].flat(), list);
    }),
  );
});

Deno.test("chunksOf() makes few sizes, so that few statements are prepared", () => {
  const sizes = new Set<number>();
  for (let length = 0; length < 1_000; length++) {
    const list = Array.from({ length }, () => 0);
    for (const chunk of chunksOf(list, "sqlite")) sizes.add(chunk.length);
  }
  deepStrictEqual([...sizes].sort((a, b) => a - b), [1, 4, 16, 64, 256]);
});

Deno.test("chunksOf() makes few chunks where each is a round trip", () => {
  const list = Array.from({ length: 999 }, () => 0);
  deepStrictEqual([...chunksOf(list, "mysql")].length, 1);
  ok([...chunksOf([...list, ...list], "mysql")].length <= 2);
});

Deno.test("chunksOf() keeps statements that a server takes, however long the texts are", () => {
  const long = { text: "\u0000".repeat(65_000), head: new Uint8Array(512) };
  const chunks = [
    ...chunksOf(Array.from({ length: 500 }, () => long), "mysql"),
  ];
  ok(chunks.every((rows) => rows.length <= 8), `${chunks[0]!.length} rows`);
  const huge = Array.from({ length: 3 }, () => "x".repeat(2_000_000));
  deepStrictEqual([...chunksOf(huge, "mysql")], huge.map((one) => [one]));
});
