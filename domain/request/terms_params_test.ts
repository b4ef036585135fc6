import { strictEqual } from "node:assert/strict";
import { termsParams } from "./terms_params.ts";

const CASES: [query: string, expected: string][] = [
  ["list=emoji", "compare=1"],
  ["range=6h", "compare=1&from=1599978400&to=1600000000"],
  ["from=60&to=120", "compare=1&from=60&to=120"],
  ["range=all", "from=0"],
];

for (const [query, expected] of CASES) {
  Deno.test(`termsParams() asks for ${expected} where a page has "${query}"`, () => {
    const params = new URLSearchParams(query);
    const asked = termsParams("trump", "link", params, 1_600_000_000_000);
    strictEqual(`${asked}`, `topic=trump&kind=link&${expected}`);
  });
}
