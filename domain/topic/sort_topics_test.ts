import { deepStrictEqual } from "node:assert/strict";
import { sortTopics } from "./sort_topics.ts";

const RATES: Record<string, number> = { a: 1, b: 9, stopped: 99, c: 4, d: 4 };
const topics = Object.keys(RATES)
  .map((slug) => ({ slug, active: slug !== "stopped" }));
const slugs = (order: "made" | "rate") =>
  sortTopics(topics, order, (slug) => RATES[slug]!).map(({ slug }) => slug);

Deno.test("sortTopics() puts the liveliest first, equals as made, and what is stopped last", () => {
  deepStrictEqual(slugs("rate"), ["b", "c", "d", "a", "stopped"]);
});

Deno.test("sortTopics() keeps topics as they were made", () => {
  deepStrictEqual(slugs("made"), ["a", "b", "stopped", "c", "d"]);
});
