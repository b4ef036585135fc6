import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { SourcePost } from "../source.ts";
import { parseXLine } from "./parse_x_line.ts";
import { toPost } from "./posts.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const ANN = { id: "1", username: "ann", name: "Ann" };
const BOB = { id: "2", username: "bob", name: "Bob" };

function post(
  data: Record<string, unknown>,
  includes: Record<string, unknown> = { users: [ANN, BOB] },
): SourcePost {
  const line = JSON.stringify({
    data: { id: "77", text: "hello", author_id: "1", ...data },
    includes,
    matching_rules: [],
  });
  const bytes = new TextEncoder().encode(line);
  const read = parseXLine({ bytes, size: bytes.length });
  if (read.kind !== "post") throw new Error(JSON.stringify(read));
  return toPost(read.answer, NOW);
}

Deno.test("toPost() knows author, address, language and time", () => {
  deepStrictEqual(
    post({ lang: "en", created_at: "2026-03-01T11:59:59.000Z" }),
    {
      id: "77",
      createdMs: NOW - 1_000,
      text: "hello",
      lang: "en",
      author: "ann",
      url: "https://x.com/ann/status/77",
      entities: {},
    },
  );
});

Deno.test("toPost() does without an author whom X does not name", () => {
  const { author, url } = post({}, {});
  strictEqual(author, null);
  strictEqual(url, "https://x.com/i/status/77");
});

for (
  const [said, createdMs] of [
    [undefined, NOW],
    ["yesterday", NOW],
    ["1601-01-01T00:00:00Z", NOW - 86_400_000],
    ["2999-01-01T00:00:00Z", NOW + 60_000],
  ] as const
) {
  Deno.test(`toPost() takes the time ${said} as what is believable`, () => {
    strictEqual(post({ created_at: said }).createdMs, createdMs);
  });
}

for (
  const [said, lang] of [
    ["iw", "he"],
    ["in", "id"],
    ["zh-cn", "zh-CN"],
    ["qme", "und"],
    ["zxx", "und"],
    ["", "und"],
    ["<script>", "und"],
    [undefined, "und"],
    ["aa-1", "und"],
  ] as const
) {
  Deno.test(`toPost() reads the language ${said} as ${lang}`, () => {
    strictEqual(post({ lang: said }).lang, lang);
  });
}

Deno.test("toPost() takes a long post in full, with its own entities", () => {
  const long = "word ".repeat(2_000) + "https://t.co/abcdefghij";
  const { text, entities } = post({
    text: "word word…",
    entities: { hashtags: [{ tag: "no" }] },
    note_tweet: {
      text: long,
      entities: {
        urls: [{
          url: "https://t.co/abcdefghij",
          expanded_url: "https://example.com/?a=1&b=2",
        }],
        hashtags: [{ start: 0, end: 2, tag: "yes" }],
        mentions: [{ username: "bob" }],
        cashtags: [{ tag: "TSLA" }],
      },
    },
  });
  strictEqual(
    text,
    long.replace("https://t.co/abcdefghij", "https://example.com/?a=1&b=2"),
  );
  deepStrictEqual(entities, {
    links: ["https://example.com/?a=1&b=2"],
    hashtags: ["yes"],
    cashtags: ["TSLA"],
    mentions: ["bob"],
  });
});

Deno.test("toPost() writes a retweet with the full text that it repeats", () => {
  const retweet = {
    text: "RT @bob: Hard to believe…",
    referenced_tweets: [{ type: "retweeted", id: "5" }],
  };
  const original = {
    id: "5",
    author_id: "2",
    text: "Hard to believe &amp; true https://t.co/aaaaaaaaaa",
    entities: {
      urls: [{
        url: "https://t.co/aaaaaaaaaa",
        expanded_url: "https://x.com/a",
      }],
    },
  };
  const { text, author, entities } = post(retweet, {
    users: [ANN, BOB],
    tweets: [original],
  });
  strictEqual(text, "RT @bob: Hard to believe & true https://x.com/a");
  strictEqual(author, "ann");
  deepStrictEqual(entities?.mentions, ["bob"]);
  deepStrictEqual(entities?.links, ["https://x.com/a"]);
  const unnamed = post(retweet, { tweets: [original] });
  strictEqual(unnamed.text, text);
  strictEqual(post(retweet, {}).text, "RT @bob: Hard to believe…");
});

Deno.test("toPost() keeps to a quotation's own words", () => {
  const { text } = post({
    text: "So true",
    referenced_tweets: [{ type: "quoted", id: "5" }],
  }, { users: [ANN], tweets: [{ id: "5", text: "the quoted" }] });
  strictEqual(text, "So true");
});

Deno.test("toPost() decodes HTML once, and cleans what no screen can show", () => {
  const { text } = post({
    text:
      "&lt;b&gt; &amp;amp; &amp;lt; &quot;&#39;&#x1F600; &nbsp; a\0b \ud83d &#99999999; &#xD800;",
  });
  strictEqual(text, "<b> &amp; &lt; \"'😀 &nbsp; ab \ufffd &#99999999; \ufffd");
});

Deno.test("toPost() replaces short links only by addresses of the web", () => {
  const { text, entities } = post({
    text: "https://t.co/aaaaaaaaaa https://t.co/aaaaaaaaaab https://t.co/c",
    entities: {
      urls: [
        { url: "https://t.co/aaaaaaaaaa", expanded_url: "javascript:alert(1)" },
        { url: "https://t.co/c" },
        { url: 3 },
        "nonsense",
      ],
    },
  });
  strictEqual(
    text,
    "https://t.co/aaaaaaaaaa https://t.co/aaaaaaaaaab https://t.co/c",
  );
  deepStrictEqual(entities?.links, [
    "https://t.co/aaaaaaaaaa",
    "https://t.co/c",
  ]);
});
