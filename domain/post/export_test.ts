import { deepStrictEqual, doesNotMatch, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/posts.ts";
import { csvLine, formatPosts, withoutContent } from "./export.ts";
import type { Post } from "../schema/stored.ts";

const CELLS: [name: string, cell: string | number | null, written: string][] = [
  ["writes plain text as it is", "plain text", "plain text"],
  ["leaves a missing value empty", null, ""],
  ["quotes a comma", "a,b", '"a,b"'],
  ["doubles quotes", 'say "hi"', '"say ""hi"""'],
  ["quotes a line break", "a\nb\r\nc", '"a\nb\r\nc"'],
  ["keeps other scripts and emoji", "أ 日 😀", "أ 日 😀"],
  ["disarms a formula", "=1+1", "'=1+1"],
  [
    "disarms a formula that needs quotes",
    '=HYPERLINK("a,b")',
    `"'=HYPERLINK(""a,b"")"`,
  ],
  ["disarms a plus", "+41", "'+41"],
  ["disarms a minus", "-2+3", "'-2+3"],
  ["disarms a mention", "@SUM(A1)", "'@SUM(A1)"],
  ["disarms a tab", "\t=1", "'\t=1"],
  ["disarms a carriage return", "\r=1", `"'\r=1"`],
  ["leaves a negative number a number", -3, "-3"],
  ["leaves what is no formula", "1=1", "1=1"],
];

for (const [name, cell, written] of CELLS) {
  Deno.test(`csvLine() ${name}`, () => {
    strictEqual(csvLine([cell]), `${written}\r\n`);
  });
}

Deno.test("csvLine() puts commas between cells", () => {
  strictEqual(csvLine(["a", null, 3, "b"]), "a,,3,b\r\n");
});

const POST: Post = {
  seq: 7,
  id: "-1",
  source: "demo",
  topic: "trump",
  author: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  text: "good,\nreally",
  lang: "en",
  score: 3,
  sentiment: "positive",
  url: null,
  marks: [[0, 4, 3]],
};

async function* two(): AsyncGenerator<Post> {
  yield await Promise.resolve(POST);
  yield { ...POST, seq: 8, score: -2 };
}

Deno.test("formatPosts() writes NDJSON, a post a line", async () => {
  const lines = await Array.fromAsync(formatPosts(two(), "ndjson"));
  deepStrictEqual(lines.map((line) => line.indexOf("\n") - line.length), [
    -1,
    -1,
  ]);
  deepStrictEqual(JSON.parse(lines[0]!), POST);
});

Deno.test("formatPosts() writes CSV with a header", async () => {
  deepStrictEqual(await Array.fromAsync(formatPosts(two(), "csv")), [
    "seq,id,source,topic,author,createdAt,text,lang,score,sentiment,url\r\n",
    '7,\'-1,demo,trump,,2026-01-01T00:00:00.000Z,"good,\nreally",en,3,positive,\r\n',
    '8,\'-1,demo,trump,,2026-01-01T00:00:00.000Z,"good,\nreally",en,-2,positive,\r\n',
  ]);
});

Deno.test("formatPosts() writes nothing of what a post of X says", async () => {
  async function* ofX(): AsyncGenerator<Post> {
    yield await Promise.resolve({ ...POST, source: "x", author: "ann" });
  }
  const [line] = await Array.fromAsync(formatPosts(ofX(), "ndjson"));
  doesNotMatch(line!, /good|ann/);
});

const [WITHOUT_CONTENT_POST] = makePosts([7]) as [Post];

Deno.test("withoutContent() leaves id, time and scores of a post of X", () => {
  const url = "https://x.com/a/7";
  const { id, createdAt, score, sentiment, lang, ...others } = withoutContent(
    { ...WITHOUT_CONTENT_POST, source: "x", url },
  );
  deepStrictEqual([id, createdAt, score, sentiment, lang], [
    WITHOUT_CONTENT_POST.id,
    WITHOUT_CONTENT_POST.createdAt,
    3,
    "positive",
    "en",
  ]);
  deepStrictEqual(others, {
    ...{ seq: 7, source: "x", topic: "trump" },
    ...{ author: null, text: "", url: null, marks: [] },
  });
});

Deno.test("withoutContent() leaves posts of other sources as they are", () => {
  strictEqual(withoutContent(WITHOUT_CONTENT_POST), WITHOUT_CONTENT_POST);
});
