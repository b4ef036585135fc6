import { match, strictEqual } from "node:assert/strict";
import { formatTable } from "./terminal.ts";

const TRUMP = {
  slug: "trump",
  query: "trump -is:retweet",
  color: "#009E73",
  active: true,
  posts: 20_761,
  lastPostAt: "2026-01-31T12:00:01.000Z",
};

Deno.test("formatTable() puts topics below each other, whatever script they are in", () => {
  const topics = [
    TRUMP,
    {
      ...TRUMP,
      slug: "東京",
      query: "a\nb",
      active: false,
      posts: 7,
      lastPostAt: null,
    },
  ];
  strictEqual(
    formatTable(topics),
    [
      "topic  state   posts  last post            query",
      "trump  active  20761  2026-01-31 12:00:01  trump -is:retweet",
      "東京   paused      7  never                a b",
    ].join("\n"),
  );
});

Deno.test("formatTable() says how to begin where there is no topic", () => {
  match(formatTable([]), /^There is no topic: add one with/);
});
