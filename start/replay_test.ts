import { deepStrictEqual, throws } from "node:assert/strict";
import { parseReplayStart } from "./replay.ts";

const CASES: [from: string | undefined, start: object][] = [
  [undefined, { seq: 1 }],
  ["17", { seq: 17 }],
  ["2026-01-31T12:00:00Z", { time: new Date("2026-01-31T12:00:00Z") }],
];

for (const [from, start] of CASES) {
  Deno.test(`parseReplayStart() reads ${from}`, () => {
    deepStrictEqual(parseReplayStart(from), start);
  });
}

for (const from of ["0", "-1", "1.5", "yesterday"]) {
  Deno.test(`parseReplayStart() refuses --from=${from}`, () => {
    throws(() => parseReplayStart(from), {
      name: "UsageError",
      message: new RegExp(`^--from must be .*: current value is "${from}"`),
    });
  });
}
