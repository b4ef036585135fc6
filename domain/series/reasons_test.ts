import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { distinctiveTerms, mostRepeated, topAuthors } from "./reasons.ts";

const term = (term: string, count: number, before: number) => ({
  ...{ kind: "hashtag", term, count, before } as const,
});

Deno.test("distinctiveTerms() puts first what is much more frequent than before, not what is frequent", () => {
  const terms = distinctiveTerms([
    term("always", 90, 450),
    term("news", 40, 4),
    term("some", 5, 20),
    term("rare", 2, 0),
    term("less", 5, 200),
  ], { during: 100, before: 500 });
  deepStrictEqual(terms.map(({ term }) => term), ["news"]);
});

Deno.test("distinctiveTerms() needs more than chance where there is little to compare", () => {
  const of = (count: number) =>
    distinctiveTerms([term("new", count, 0)], { during: 20, before: 0 });
  deepStrictEqual(of(20), []);
  const known = { during: 100, before: 100 };
  strictEqual(distinctiveTerms([term("new", 3, 0)], known).length, 0);
  strictEqual(distinctiveTerms([term("new", 12, 0)], known).length, 1);
});

Deno.test("mostRepeated() counts reposts and the same text with other links as one", () => {
  const texts = [
    "The sea is rising https://a.example/1",
    "RT @ann: The sea is rising https://a.example/2",
    "RT @bob: RT @ann: the sea  is rising",
    "Something else",
    "https://a.example/1",
    "https://a.example/2",
    "https://a.example/3",
    "https://a.example/4",
  ];
  const posts = texts.map((text) => ({ text, source: "file" }));
  deepStrictEqual(mostRepeated(posts), {
    text: "The sea is rising",
    source: "file",
    count: 3,
  });
  strictEqual(mostRepeated(posts.slice(3)), null);
});

Deno.test("topAuthors() tells the part of the ten busiest, of posts whose author is known", () => {
  const names = Array.from({ length: 40 }, (_, i) => `a${i % 20}`);
  deepStrictEqual(topAuthors([...names, null]), { authors: 20, share: 0.5 });
  deepStrictEqual(topAuthors(["a", "b"]), { authors: 2, share: 1 });
  strictEqual(topAuthors([null]), null);
});
