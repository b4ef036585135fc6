import fc from "fast-check";
import { match, ok, strictEqual, throws } from "node:assert/strict";
import { ParameterError } from "./parameter_error.ts";
import { parseStep } from "./parse_step.ts";

const HOUR = { from: 7_200, to: 10_800 };
const parse = (step: string, range = HOUR) =>
  parseStep(new URLSearchParams({ step }), range);

Deno.test("parseStep() reads multiples of ten", () => {
  for (const step of [10, 20, 60, 3_600, 86_400]) {
    strictEqual(parse(String(step)), step);
  }
});

Deno.test("parseStep() finds a fitting step by itself", () => {
  strictEqual(parse(""), 30);
  strictEqual(parseStep(new URLSearchParams(), { from: 0, to: 900 }), 10);
});

Deno.test("parseStep() takes and finds whole minutes only where they are asked for", () => {
  const parseMinutes = (step: string, range = HOUR) =>
    parseStep(new URLSearchParams({ step }), range, { unit: 60 });
  strictEqual(parseMinutes("120"), 120);
  strictEqual(parseMinutes("", { from: 0, to: 300 }), 60);
  strictEqual(parseMinutes("", { from: 0, to: 86_400 }) % 60, 0);
  throws(() => parseMinutes("90"), /a positive multiple of 60/);
});

for (const step of ["0", "-10", "5", "15", "10.5", "1e1", "ten", "Infinity"]) {
  Deno.test(`parseStep() refuses ${step}`, () => {
    throws(() => parse(step), {
      name: "ParameterError",
      parameter: "step",
      value: step,
    });
  });
}

Deno.test("parseStep() takes 10,000 points and no more", () => {
  strictEqual(parse("10", { from: 0, to: 100_000 }), 10);
  throws(() => parse("10", { from: 0, to: 100_001 }), ParameterError);
  throws(() => parse("10", { from: 9, to: 100_001 }), ParameterError);
});

Deno.test("parseStep() tells a step that it would take", () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(fc.property(time, time, (a, b) => {
    const range = { from: Math.min(a, b), to: Math.max(a, b) + 100_020 };
    try {
      parse("10", range);
      throw new Error("10 was taken");
    } catch (error) {
      ok(error instanceof ParameterError, String(error));
      match(error.message, /^step must be \d+ or more for \d+ s, as an answer/);
      const [, least] = /must be (\d+)/.exec(error.message)!;
      strictEqual(parse(least!, range), Number(least));
    }
  }));
});
