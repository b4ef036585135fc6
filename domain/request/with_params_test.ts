import { strictEqual } from "node:assert/strict";
import { withParams } from "./with_params.ts";

const CASES: [string, Record<string, string | null>, string][] = [
  ["/t/trump", {}, "/t/trump"],
  ["/t/trump", { range: "1h" }, "/t/trump?range=1h"],
  ["/t/trump?range=1h", { range: null }, "/t/trump"],
  [
    "/t/a?range=1h&mood=positive",
    { range: "6h" },
    "/t/a?range=6h&mood=positive",
  ],
  [
    "/t/%C3%A4",
    { term: "hashtag:a&b=c" },
    "/t/%C3%A4?term=hashtag%3Aa%26b%3Dc",
  ],
  ["/compare?topics=a,b", { range: "1h" }, "/compare?topics=a,b&range=1h"],
  ["/?a=1", { b: null }, "/?a=1"],
];

for (const [address, changes, expected] of CASES) {
  Deno.test(`withParams() makes ${expected} of ${address}`, () => {
    strictEqual(withParams(address, changes), expected);
  });
}
