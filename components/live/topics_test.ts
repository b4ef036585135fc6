import { deepStrictEqual } from "node:assert/strict";
import { makeSnapshot } from "../../tests/support/posts.ts";
import { currentTopics, ratedTopics } from "./topics.ts";

const about = (query: string) => ({ query, color: "#112233", active: false });
const topic = (slug: string) => ({
  slug,
  query: slug,
  color: "#000000",
  active: true,
  posts: 7,
  lastPostAt: null,
});

Deno.test("currentTopics() drops removed topics, updates changed ones and appends new ones", () => {
  const live = new Map([
    ["new", makeSnapshot({ about: about("new OR newer") })],
    ["b", makeSnapshot({ about: about("b -c") })],
    ["constructor", makeSnapshot()],
  ]);
  const rendered = ["a", "b", "constructor"].map(topic);
  deepStrictEqual(currentTopics(live, rendered), [
    { ...topic("b"), ...about("b -c") },
    topic("constructor"),
    { slug: "new", ...about("new OR newer"), posts: 0, lastPostAt: null },
  ]);
});

const RENDERED = ["trump", "climate"].map(topic);

Deno.test("ratedTopics() returns the rendered topics while no rate is known", () => {
  deepStrictEqual(ratedTopics(new Map(), RENDERED), RENDERED);
});

Deno.test("ratedTopics() drops removed topics and appends new ones", () => {
  const rates = new Map([["coffee", 3], ["climate", 0]]);
  const shown = ratedTopics(rates, RENDERED);
  deepStrictEqual(shown[0], RENDERED[1]);
  deepStrictEqual(shown.map(({ slug }) => slug), ["climate", "coffee"]);
});
