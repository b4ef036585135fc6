import { deepStrictEqual } from "node:assert/strict";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { ratedTopics } from "./rated_topics.ts";

function topic(slug: string): TopicSummary {
  const rest = { query: slug, color: "#0072b2", active: true };
  return { slug, ...rest, posts: 1, lastPostAt: null };
}

const RENDERED = ["trump", "climate"].map(topic);

Deno.test("ratedTopics() leaves topics as they were rendered while nothing is known", () => {
  deepStrictEqual(ratedTopics(new Map(), RENDERED), RENDERED);
});

Deno.test("ratedTopics() drops what is gone and adds what came", () => {
  const rates = new Map([["coffee", 3], ["climate", 0]]);
  const shown = ratedTopics(rates, RENDERED);
  deepStrictEqual(shown[0], RENDERED[1]);
  deepStrictEqual(shown.map(({ slug }) => slug), ["climate", "coffee"]);
});
