import { deepStrictEqual, throws } from "node:assert/strict";
import { readReplayStart } from "./replay_start.ts";

const CASES: [args: string[], start: object][] = [
  [[], { seq: 1 }],
  [["--from", "17"], { seq: 17 }],
  [["--from=2026-01-31T12:00:00Z"], { time: new Date("2026-01-31T12:00:00Z") }],
];

for (const [args, start] of CASES) {
  Deno.test(`readReplayStart() reads ${JSON.stringify(args)}`, () => {
    deepStrictEqual(readReplayStart(args), start);
  });
}

for (const from of ["0", "-1", "1.5", "yesterday"]) {
  Deno.test(`readReplayStart() refuses --from=${from}`, () => {
    throws(() => readReplayStart([`--from=${from}`]), {
      name: "StartError",
      message: new RegExp(`^--from must be .*: current value is "${from}"`),
    });
  });
}
