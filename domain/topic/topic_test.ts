import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { sortTopics, topicColor } from "./topic.ts";

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

Deno.test("topicColor() gives the first four topics colors of no mood", () => {
  const moods = ["#56B4E9", "#0072B2", "#E69F00", "#A85B00"];
  const first = [0, 1, 2, 3].map(topicColor);
  strictEqual(new Set(first).size, 4);
  ok(first.every((color) => !moods.includes(color)));
});

Deno.test("topicColor() begins again after the last color", () => {
  for (const index of [0, 3, 6]) {
    strictEqual(topicColor(index + 7), topicColor(index));
    ok(/^#[\dA-F]{6}$/.test(topicColor(index)));
  }
});
