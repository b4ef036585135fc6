import { deepStrictEqual, doesNotMatch } from "node:assert/strict";
import { formatPosts } from "./export.ts";
import type { Post } from "./post.ts";

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
