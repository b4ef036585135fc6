import { strictEqual, throws } from "node:assert/strict";
import { ParameterError } from "./parameter_error.ts";
import { parseInteger } from "./parameters.ts";

const parse = (query: string) =>
  parseInteger(new URLSearchParams(query), "n", { min: 1, max: 500 });

const GOOD: Record<string, number | undefined> = {
  "n=1": 1,
  "n=500": 500,
  "n=007": 7,
  "n=": undefined,
  "m=3": undefined,
};

for (const [query, expected] of Object.entries(GOOD)) {
  Deno.test(`parseInteger() reads "${query}" as ${expected}`, () => {
    strictEqual(parse(query), expected);
  });
}

const BAD = ["0", "501", "-1", "1.5", "1e2", "0x10", " 1", "ten", "NaN", "١"];

for (const value of [...BAD, "9".repeat(400)]) {
  Deno.test(`parseInteger() refuses ${value.slice(0, 20)}`, () => {
    throws(() => parse(new URLSearchParams({ n: value }).toString()), {
      name: "ParameterError",
      parameter: "n",
      value,
    });
  });
}

Deno.test("parseInteger() takes no number that it could not tell from the next", () => {
  const params = new URLSearchParams({ n: "9007199254740993" });
  throws(() => parseInteger(params, "n", { min: 0 }), ParameterError);
});
