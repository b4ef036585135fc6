import { deepStrictEqual, throws } from "node:assert/strict";
import { ParameterError } from "./parameters.ts";
import { type PageRange, readPageRange } from "./range.ts";

const NOW = 1_600_000_000;

const CASES: [query: string, expected: PageRange][] = [
  ["", { kind: "live" }],
  ["range=15m", { kind: "live" }],
  ["range=all", { kind: "all" }],
  ["range=1h", { kind: "1h", from: NOW - 3_600, to: NOW }],
  ["from=100&to=200", { kind: "custom", from: 100, to: 200 }],
  ["range=5m", { kind: "5m", from: NOW - 300, to: NOW }],
  ["from=2018-01-01", {
    kind: "custom",
    from: 1_514_764_800,
    to: NOW,
    isOpen: true,
  }],
  ["range=all&from=100&to=200", { kind: "custom", from: 100, to: 200 }],
  ["from=&to=", { kind: "live" }],
];

for (const [query, expected] of CASES) {
  Deno.test(`readPageRange() reads "${query}"`, () => {
    const params = new URLSearchParams(query);
    deepStrictEqual(readPageRange(params, NOW * 1_000), expected);
  });
}

for (const query of ["range=2h", "range=toString", "from=9&to=8", "to=soon"]) {
  Deno.test(`readPageRange() refuses "${query}"`, () => {
    const params = new URLSearchParams(query);
    throws(() => readPageRange(params, NOW * 1_000), ParameterError);
  });
}
