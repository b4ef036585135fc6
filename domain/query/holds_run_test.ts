import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { holdsRun } from "./holds_run.ts";

Deno.test("holdsRun() agrees with a search in joined text", () => {
  const words = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 });
  fc.assert(
    fc.property(
      words,
      fc.array(fc.constantFrom("a", "b"), {
        minLength: 1,
        maxLength: 5,
      }),
      (tokens, run) => {
        strictEqual(
          holdsRun(tokens, run),
          tokens.join("").includes(run.join("")),
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

Deno.test("holdsRun() takes no longer for words that repeat", () => {
  const tokens = Array.from({ length: 50_000 }, () => "a");
  const run = [...Array.from({ length: 5_000 }, () => "a"), "b"];
  const start = performance.now();
  strictEqual(holdsRun(tokens, run), false);
  ok(performance.now() - start < 50, "50,000 words took over 50 ms");
});
