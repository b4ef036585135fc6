import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { authorsIn, describeUnanswered } from "./authors.ts";
import { parseQuery } from "./parse.ts";

Deno.test("authorsIn() finds the users of from: anywhere in a query", () => {
  deepStrictEqual(
    authorsIn(parseQuery("(sea OR from:@Ann) -from:bob.example #cats")),
    ["ann", "bob.example"],
  );
});

const CASES: [query: string, unanswered: string[]][] = [
  ["sea", []],
  ["from:ann", ["bluesky", "mastodon"]],
  ["from:ann.bsky.social", ["x", "mastodon"]],
  ["from:did:plc:abc", ["x", "mastodon"]],
  ["from:ann@mastodon.social", ["x", "bluesky"]],
  ["from:ann OR from:ann.bsky.social OR from:ann@a.example", []],
  ["sea -from:a_name_that_is_too_long", ["x", "bluesky", "mastodon"]],
];

for (const [query, unanswered] of CASES) {
  Deno.test(`describeUnanswered() warns of ${unanswered} for ${query}`, () => {
    const sources = ["x", "bluesky", "mastodon", "file", "demo"];
    const found = sources.filter((source) =>
      describeUnanswered(parseQuery(query), [source]).length > 0
    );
    deepStrictEqual(found, unanswered);
  });
}

Deno.test("describeUnanswered() says what to write instead", () => {
  const [warning, ...more] = describeUnanswered(
    parseQuery("from:ann"),
    ["bluesky", "bluesky"],
  );
  strictEqual(more.length, 0);
  match(warning!, /^Bluesky .*from:ann\.bsky\.social.*: none .* from:ann$/);
});
