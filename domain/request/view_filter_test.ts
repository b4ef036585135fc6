import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { withParams } from "./address.ts";
import type { PostFilter } from "../post/search.ts";
import { readViewFilter, viewFilterParams } from "./posts.ts";

const readFilterOf = (query: string) =>
  readViewFilter(new URLSearchParams(query));

Deno.test("readViewFilter() filters nothing by itself", () => {
  deepStrictEqual(readFilterOf(""), {});
  deepStrictEqual(readFilterOf("mood=&term=&lang=&q="), {});
});

const CHOICES: PostFilter[] = [
  { sentiment: "negative" },
  { kinds: ["post", "quote"] },
  { kinds: ["reply", "unknown"], lang: "de" },
  { term: { kind: "hashtag", term: "otters&bears" } },
  { term: { kind: "positive", term: "good" }, lang: "pt" },
  { q: "100% of #all + more", sentiment: "neutral" },
];

for (const choice of CHOICES) {
  const address = withParams("/t/x?range=6h", viewFilterParams(choice));
  Deno.test(`readViewFilter() reads ${address}`, () => {
    deepStrictEqual(readFilterOf(address.split("?")[1]!), choice);
  });
}

Deno.test("readViewFilter() takes a language as a term too", () => {
  deepStrictEqual(readFilterOf("term=lang:de"), { lang: "de" });
});

Deno.test("viewFilterParams() takes away what is not chosen", () => {
  const changes = viewFilterParams({ lang: "de" });
  strictEqual(
    withParams("/t/x?mood=positive&term=link:a.b&q=1&range=6h", changes),
    "/t/x?range=6h&lang=de",
  );
});

const BAD: Record<string, string> = {
  "mood=glad": "mood",
  "kind=retweet": "kind",
  "kind=post,": "kind",
  "term=otters": "term",
  "term=hashtag:": "term",
  "lang=%3Cb%3E": "lang",
  [`q=${"x".repeat(201)}`]: "q",
};

for (const [query, parameter] of Object.entries(BAD)) {
  Deno.test(`readViewFilter() refuses ${query.slice(0, 30)}`, () => {
    throws(() => readFilterOf(query), { name: "ParameterError", parameter });
  });
}
