import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/make_posts.ts";
import { makeSnapshot } from "../../tests/support/make_snapshot.ts";
import { readLiveEvent } from "./event.ts";

const SNAPSHOT = makeSnapshot({ posts: makePosts([3, 2]), rate: 4 });

Deno.test("readLiveEvent() reads a snapshot, whatever its topics are called", () => {
  const data = `{"cursor":"e:3","reset":true,"topics":{"constructor":${
    JSON.stringify(SNAPSHOT)
  }}}`;
  deepStrictEqual(readLiveEvent("snapshot", data), {
    type: "snapshot",
    cursor: "e:3",
    reset: true,
    topics: new Map([["constructor", SNAPSHOT]]),
  });
});

Deno.test("readLiveEvent() reads a tick with nothing but what changed", () => {
  const topics = { trump: { rate: 5 } };
  const data = JSON.stringify({ cursor: "e:4", topics });
  deepStrictEqual(readLiveEvent("tick", data), {
    type: "tick",
    cursor: "e:4",
    topics: new Map([["trump", { rate: 5 }]]),
  });
});

Deno.test("readLiveEvent() reads a whole tick, edits, and what a topic is", () => {
  const about = { query: "x", color: "#000000", active: false };
  const topics = { trump: { edited: SNAPSHOT.posts, about } };
  const data = JSON.stringify({ cursor: "e:4", whole: true, topics });
  deepStrictEqual(readLiveEvent("tick", data), {
    type: "tick",
    cursor: "e:4",
    topics: new Map([["trump", { edited: SNAPSHOT.posts, about }]]),
    whole: true,
  });
});

Deno.test("readLiveEvent() reads deletions", () => {
  deepStrictEqual(readLiveEvent("delete", '{"cursor":"e:5","posts":[2]}'), {
    type: "delete",
    cursor: "e:5",
    posts: [2],
  });
});

Deno.test("readLiveEvent() reads a sign of life", () => {
  const beat = { type: "beat", now: 900_000, late: 7, rates: { trump: 3 } };
  const data = '{"now":900000,"late":7,"rates":{"trump":3}}';
  deepStrictEqual(readLiveEvent("beat", data), beat);
  strictEqual(readLiveEvent("beat", data.replace("3", '"3"')), null);
  strictEqual(readLiveEvent("beat", '{"late":7}'), null);
});

const [POST] = SNAPSHOT.posts;
const vnode = { type: "img", props: {}, constructor: null };
const tickOf = (post: object) =>
  JSON.stringify({ cursor: "e:4", topics: { trump: { posts: [post] } } });

Deno.test("readLiveEvent() reads squares that are not known, and no other column so", () => {
  const tickWith = (columns: object) => {
    const window = { ...SNAPSHOT.window, ...columns };
    return readLiveEvent(
      "tick",
      JSON.stringify({ cursor: "e:4", topics: { trump: { window } } }),
    );
  };
  const unknown = SNAPSHOT.window.t.map(() => null);
  const event = tickWith({ squares: unknown });
  const topic = event?.type === "tick" ? event.topics.get("trump") : null;
  deepStrictEqual(topic?.window?.squares, unknown);
  strictEqual(tickWith({ score: unknown }), null);
});

const BAD: [name: string, type: string, data: string][] = [
  ["broken JSON", "tick", "{"],
  ["null", "tick", "null"],
  ["a number", "tick", "7"],
  ["an unknown type", "message", '{"cursor":"e:1"}'],
  ["no cursor", "tick", '{"topics":{}}'],
  ["a text that is an object", "tick", tickOf({ ...POST, text: vnode })],
  ["an author that is an object", "tick", tickOf({ ...POST, author: vnode })],
  ["a seq that is a text", "tick", tickOf({ ...POST, seq: "7" })],
  ["an unknown sentiment", "tick", tickOf({ ...POST, sentiment: "x" })],
  [
    "an edited text that is an object",
    "tick",
    tickOf(POST!).replace('"posts"', '"edited"').replace(
      /"text":"[^"]*"/,
      '"text":{}',
    ),
  ],
  [
    "a query that is an object",
    "tick",
    '{"cursor":"e:4","topics":{"t":{"about":{"query":{},"color":"","active":true}}}}',
  ],
];

for (const [name, type, data] of BAD) {
  Deno.test(`readLiveEvent() takes no ${name}`, () => {
    strictEqual(readLiveEvent(type, data), null);
  });
}
