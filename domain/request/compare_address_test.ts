import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { compareAddress } from "./compare_address.ts";
import { parseTopics } from "./parse_topics.ts";

Deno.test("compareAddress() can be read, by people too", () => {
  strictEqual(
    compareAddress(["trump", "klima"], { range: "1h", scale: null }),
    "/compare?topics=trump,klima&range=1h",
  );
  strictEqual(compareAddress([]), "/compare");
});

Deno.test("compareAddress() names topics of any script", () => {
  const slugs = ["größe", "気候", "a-b_c"];
  const { searchParams } = new URL(compareAddress(slugs), "http://localhost");
  deepStrictEqual(parseTopics(searchParams), slugs);
});
