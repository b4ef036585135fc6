import { deepStrictEqual } from "node:assert/strict";
import { parseTopics } from "./parse_topics.ts";

const CASES: [query: string, slugs: string[]][] = [
  ["", []],
  ["topics=", []],
  ["topics=a,b", ["a", "b"]],
  ["topics=a%2C+b,,a", ["a", "b"]],
  ["topics=b&range=1h&topics=a,b", ["b", "a"]],
];

for (const [query, slugs] of CASES) {
  Deno.test(`parseTopics() reads ${JSON.stringify(slugs)} from "${query}"`, () => {
    deepStrictEqual(parseTopics(new URLSearchParams(query)), slugs);
  });
}
