import { deepStrictEqual, throws } from "node:assert/strict";
import type { Topic } from "../../domain/topic/topic.ts";
import { createMatcher } from "./create_matcher.ts";
import type { SourcePost } from "./sources/source.ts";

function topic(slug: string, query: string, active = true): Topic {
  return { slug, query, color: "#000000", active };
}

function post(text: string, more: Partial<SourcePost> = {}): SourcePost {
  const bare = { id: "1", createdMs: 0, lang: "und", author: null, url: null };
  return { ...bare, text, ...more };
}

const match = createMatcher([
  topic("trump", "trump"),
  topic("climate", "(climate OR warming) lang:en -is:retweet"),
  topic("paused", "trump", false),
  topic("ann", "from:ann trump"),
]);

Deno.test("createMatcher() finds the topics of a post, in their order", () => {
  deepStrictEqual(
    match(post("Trump on global warming", { lang: "en", author: "Ann" })),
    ["trump", "climate", "ann"],
  );
});

Deno.test("createMatcher() finds none for a post that nobody asked for", () => {
  deepStrictEqual(match(post("RT @a: realDonaldTrump climate")), []);
});

Deno.test("createMatcher() leaves paused topics out", () => {
  deepStrictEqual(match(post("trump")), ["trump"]);
});

Deno.test("createMatcher() throws at once if a query cannot be read", () => {
  throws(() => createMatcher([topic("bad", "(")]), /parenthesis/);
});
