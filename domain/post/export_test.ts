import {
  deepStrictEqual,
  doesNotMatch,
  ok,
  strictEqual,
} from "node:assert/strict";
import { makePosts } from "../../tests/support/posts.ts";
import { csvLine, disarm, formatPosts, withoutContent } from "./export.ts";
import type { Post } from "../schema/stored.ts";

const CELLS: [name: string, cell: string | number | null, written: string][] = [
  ["writes plain text as it is", "plain text", "plain text"],
  ["leaves a missing value empty", null, ""],
  ["quotes a comma", "a,b", '"a,b"'],
  ["doubles quotes", 'say "hi"', '"say ""hi"""'],
  ["quotes a line break", "a\nb\r\nc", '"a\nb\r\nc"'],
  ["keeps other scripts and emoji", "أ 日 😀", "أ 日 😀"],
  ["leaves what a spreadsheet would run", "=1+1", "=1+1"],
  ["leaves a negative number a number", -3, "-3"],
];

for (const [name, cell, written] of CELLS) {
  Deno.test(`csvLine() ${name}`, () => {
    strictEqual(csvLine([cell]), `${written}\r\n`);
  });
}

Deno.test("csvLine() puts commas between cells", () => {
  strictEqual(csvLine(["a", null, 3, "b"]), "a,,3,b\r\n");
});

/** Signs that begin a formula, also as Chinese and Japanese keyboards write them. */
const SIGNS = [..."=+-@＝＋－＠﹦﹢﹣﹫"];

/** What may stand before it: spreadsheets drop some of it. */
const BEFORE = [
  "",
  "\n",
  " ",
  "\u00a0",
  "\ufeff",
  "\t",
  "\r",
  "\u200b",
  " \r\n\t",
];

for (const before of BEFORE) {
  Deno.test(`disarm() finds formulas after ${JSON.stringify(before)}`, () => {
    for (const sign of SIGNS) {
      const inner = /[\t\r\n]/.test(before) ? "'" : "";
      strictEqual(
        disarm(`${before}${sign}1`),
        `'${before}${inner}${sign}1`,
      );
    }
  });
}

Deno.test("disarm() finds formulas where other separators begin a cell", () => {
  strictEqual(disarm("a;=1;\t@b"), "a;'=1;\t'@b");
  strictEqual(disarm("a\n=1\n\n+2"), "a\n'=1\n\n'+2");
});

Deno.test("disarm() reads what cannot be seen once", () => {
  const startMs = performance.now();
  for (const sign of ["\n", " ", ";"]) disarm(sign.repeat(65_536));
  ok(performance.now() - startMs < 500);
});

for (
  const text of ["", "1=1", "a - b", "a, =b", "日本 ＝", "ann@b.test", "#a"]
) {
  Deno.test(`disarm() leaves "${text}"`, () => strictEqual(disarm(text), text));
}

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
  pNegative: 0.1,
  pPositive: 0.75,
  scorer: 2,
  url: null,
  marks: [[0, 4, 3]],
  kind: "reply",
};

async function* two(): AsyncGenerator<Post> {
  yield await Promise.resolve(POST);
  yield { ...POST, seq: 8, score: -2, author: "@ann", text: "=1+1" };
}

Deno.test("formatPosts() writes NDJSON, a post a line", async () => {
  const lines = await Array.fromAsync(formatPosts(two(), "ndjson"));
  deepStrictEqual(lines.map((line) => line.indexOf("\n") - line.length), [
    -1,
    -1,
  ]);
  deepStrictEqual(JSON.parse(lines[0]!), POST);
});

const HEADER =
  "seq,id,source,topic,author,createdAt,text,lang,score,sentiment,url,kind,p_positive,p_negative,scorer\r\n";

Deno.test("formatPosts() writes CSV with a header, and every text as it is", async () => {
  deepStrictEqual(await Array.fromAsync(formatPosts(two(), "csv")), [
    HEADER,
    '7,-1,demo,trump,,2026-01-01T00:00:00.000Z,"good,\nreally",en,3,positive,,reply,0.75,0.1,2\r\n',
    "8,-1,demo,trump,@ann,2026-01-01T00:00:00.000Z,=1+1,en,-2,positive,,reply,0.75,0.1,2\r\n",
  ]);
});

Deno.test("formatPosts() writes CSV for Excel: marked as UTF-8, ids as text, nothing that runs", async () => {
  deepStrictEqual(await Array.fromAsync(formatPosts(two(), "csv-excel")), [
    "\ufeff",
    HEADER,
    '7,\'-1,demo,trump,,2026-01-01T00:00:00.000Z,"good,\nreally",en,3,positive,,reply,0.75,0.1,2\r\n',
    "8,'-1,demo,trump,'@ann,2026-01-01T00:00:00.000Z,'=1+1,en,-2,positive,,reply,0.75,0.1,2\r\n",
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
    {
      ...WITHOUT_CONTENT_POST,
      ...{ source: "x", url, kind: "quote" },
      context: { quoted: { author: "bob", text: "words", score: 0 } },
    },
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
    ...{ pNegative: null, pPositive: null, scorer: 1, kind: "quote" },
  });
});

Deno.test("withoutContent() leaves posts of other sources as they are", () => {
  strictEqual(withoutContent(WITHOUT_CONTENT_POST), WITHOUT_CONTENT_POST);
});
