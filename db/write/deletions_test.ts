import { strictEqual } from "node:assert/strict";
import { afterPrefix } from "./deletions.ts";

const CASES: readonly (readonly [prefix: string, after: string | null])[] = [
  ["a", "b"],
  ["did:plc:x/", "did:plc:x0"],
  ["é", "ê"],
  ["\x7f", "\x80"],
  ["\ud7ff", "\ue000"],
  ["\uffff", "\u{10000}"],
  ["a\u{10ffff}\u{10ffff}", "b"],
  ["\u{10ffff}", null],
];

for (const [prefix, after] of CASES) {
  const shown = [prefix, after].map((one) => JSON.stringify(one));
  Deno.test(`afterPrefix() of ${shown[0]} is ${shown[1]}`, () => {
    strictEqual(afterPrefix(prefix), after);
  });
}
