import { deepStrictEqual } from "node:assert/strict";
import { makeSnapshot } from "../../tests/support/make_snapshot.ts";
import { currentTopics } from "./current_topics.ts";

const about = (query: string) => ({ query, color: "#112233", active: false });
const topic = (slug: string) => ({
  slug,
  query: slug,
  color: "#000000",
  active: true,
  posts: 7,
  lastPostAt: null,
});

Deno.test("currentTopics() drops what is gone, shows what changed, and adds what came behind", () => {
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
