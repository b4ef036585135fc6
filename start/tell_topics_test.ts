import { deepStrictEqual } from "node:assert/strict";
import { tellTopics } from "./tell_topics.ts";

function topic(slug: string, query = slug, active = true) {
  return { slug, query, active, color: "#000000" };
}

/** What is said of topics that a database has, while `TRACK` names others. */
function tell(seeds: string[], isTracked = true): unknown[][] {
  const lines: unknown[][] = [];
  const topics = seeds.map((slug) => ({ slug, query: slug }));
  const stored = [topic("cats"), topic("dogs", "dogs OR puppies")];
  tellTopics(
    { topics, isTracked },
    [...stored, topic("newts", "newts", false)],
    (
      level,
      _message,
      fields,
    ) => lines.push([level, ...Object.values(fields ?? {})]),
  );
  return lines;
}

const ACTIVE = ["info", ["cats", "dogs"]];

Deno.test("tellTopics() says which topics are tracked", () => {
  deepStrictEqual(tell(["cats"]), [ACTIVE]);
});

Deno.test("tellTopics() warns that TRACK changes nothing in a database with topics", () => {
  const ignored = ["dogs=dogs", "newts=newts", "otters=otters"];
  const seeds = ["cats", "dogs", "newts", "otters"];
  deepStrictEqual(tell(seeds), [ACTIVE, ["warn", ignored]]);
});

Deno.test("tellTopics() says nothing of a default that is not there", () => {
  deepStrictEqual(tell(["trump"], false), [ACTIVE]);
});
