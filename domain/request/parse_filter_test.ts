import { deepStrictEqual, throws } from "node:assert/strict";
import { parseFilter } from "./parse_filter.ts";

const parse = (query: string) => parseFilter(new URLSearchParams(query));

Deno.test("parseFilter() filters nothing by itself", () => {
  deepStrictEqual(parse(""), { limit: 50 });
  deepStrictEqual(parse("q=&sentiment=&before=&limit="), { limit: 50 });
});

Deno.test("parseFilter() reads what it is given", () => {
  deepStrictEqual(parse("q=%25a+b&sentiment=negative&before=42&limit=500"), {
    q: "%a b",
    sentiment: "negative",
    before: 42,
    limit: 500,
  });
});

const BAD: Record<string, string> = {
  "limit=501": "limit",
  "limit=0": "limit",
  "before=0": "before",
  "before=epoch:5": "before",
  "sentiment=glad": "sentiment",
  [`q=${"x".repeat(201)}`]: "q",
};

for (const [query, parameter] of Object.entries(BAD)) {
  Deno.test(`parseFilter() refuses ${query.slice(0, 30)}`, () => {
    throws(() => parse(query), { name: "ParameterError", parameter });
  });
}

Deno.test("parseFilter() takes 200 characters to look for", () => {
  deepStrictEqual(parse(`q=${"x".repeat(200)}`).q?.length, 200);
});
