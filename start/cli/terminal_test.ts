import { match, ok, strictEqual } from "node:assert/strict";
import { formatTable, oneLine, pointAt } from "./terminal.ts";

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
  match(formatTable([]), /^No topics yet: add one with/);
});

const TEXTS: [text: string, most: number, shown: string][] = [
  [" a\n\tb  c ", 10, "a b c"],
  ["\x1b[31mred\x07", 20, "\ufffd[31mred\ufffd"],
  ["a\u202eb\u2066c", 20, "a\ufffdb\ufffdc"],
  ["12345", 5, "12345"],
  ["123456", 5, "1234…"],
  ["😀😀😀", 2, "😀…"],
];

for (const [text, most, shown] of TEXTS) {
  Deno.test(`oneLine() shows ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => {
    strictEqual(oneLine(text, most), shown);
  });
}

const PLACES: [text: string, position: number, shown: string][] = [
  ["a (b", 2, "  a (b\n    ^"],
  ["", 0, "  \n  ^"],
  ["abc", 3, "  abc\n     ^"],
  ["東京 (b", 3, "  東京 (b\n       ^"],
  ["👨‍👩‍👧 (b", "👨‍👩‍👧 ".length, "  👨‍👩‍👧 (b\n     ^"],
  ["é (b", 2, "  é (b\n    ^"],
  ["a\n\t\x1b[2J(b", 7, "  a   [2J(b\n         ^"],
];

for (const [text, position, shown] of PLACES) {
  Deno.test(`pointAt() points at ${position} of ${JSON.stringify(text)}`, () => {
    strictEqual(pointAt(text, position), shown);
  });
}

Deno.test("pointAt() shows a line of a text of any length", () => {
  const text = `${"x".repeat(1_024)}(${"y".repeat(9_000)}`;
  const [line, caret] = pointAt(text, 1_024).split("\n");
  ok(line!.length < 80, line!);
  strictEqual(line![caret!.indexOf("^")], "(");
});
