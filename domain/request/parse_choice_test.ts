import { strictEqual, throws } from "node:assert/strict";
import { parseChoice } from "./parse_choice.ts";

const CHOICES = ["csv", "ndjson"] as const;
const parse = (query: string) =>
  parseChoice(new URLSearchParams(query), "format", CHOICES);

Deno.test("parseChoice() reads one of its choices", () => {
  strictEqual(parse("format=csv"), "csv");
});

for (const query of ["", "format="]) {
  Deno.test(`parseChoice() falls back if it is given "${query}"`, () => {
    const params = new URLSearchParams(query);
    const options = { fallback: "ndjson" };
    strictEqual(parseChoice(params, "format", CHOICES, options), "ndjson");
    const none = { fallback: undefined };
    strictEqual(parseChoice(params, "format", CHOICES, none), undefined);
  });
}

for (const query of ["", "format=", "format=CSV", "format=xml", "format=0"]) {
  Deno.test(`parseChoice() refuses "${query}"`, () => {
    throws(() => parse(query), {
      name: "ParameterError",
      parameter: "format",
      message: /^format must be one of csv, ndjson: current value is /,
    });
  });
}
