import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { hourChange } from "./minutes.ts";

const hour = (posts: number | null) => new Array<number | null>(60).fill(posts);

Deno.test("hourChange() compares the last hour with the one before", () => {
  deepStrictEqual(hourChange([...hour(2), ...hour(3)]), {
    now: 180,
    before: 120,
  });
});

const SILENT: [name: string, minutes: (number | null)[]][] = [
  ["too few posts", [19, ...new Array(59).fill(0), ...hour(9)]],
  ["a minute that is not known", [...hour(2), ...hour(2).with(59, null)]],
  ["an hour that began within", [
    ...new Array(10).fill(0),
    ...new Array(50).fill(9),
    ...hour(9),
  ]],
  ["nothing known", hour(null)],
];

for (const [name, minutes] of SILENT) {
  Deno.test(`hourChange() says nothing of ${name}`, () => {
    strictEqual(hourChange(minutes), null);
  });
}

Deno.test("hourChange() says that an hour was quiet", () => {
  deepStrictEqual(hourChange([20, ...new Array(119).fill(0)]), {
    now: 0,
    before: 20,
  });
});
