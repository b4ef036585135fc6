import { deepStrictEqual, doesNotMatch, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/posts.ts";
import { formatPosts, withoutContent } from "./export.ts";
import type { Post } from "../schema/posts.ts";

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
