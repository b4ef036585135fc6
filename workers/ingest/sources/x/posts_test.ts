import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  readNastyRows,
  readXLines,
} from "../../../../tests/support/recordings.ts";
import type { SourcePost } from "../source.ts";
import { MAX_SIZE } from "../post_fields.ts";
import { parseXLine, toPost, type XLine } from "./posts.ts";

function parse(line: string | Uint8Array): XLine {
  const bytes = typeof line === "string"
    ? new TextEncoder().encode(line)
    : line;
  const kept = bytes.slice(0, MAX_SIZE);
  return parseXLine({ bytes: kept, size: bytes.length });
}

Deno.test("parseXLine() reads every recorded post, and loses no digit of an id", async () => {
  const posts = (await readXLines()).filter(({ kind, raw }) =>
    kind === "post" && raw.includes("matching_rules")
  );
  ok(posts.length >= 3);
  for (const { raw } of posts) {
    const read = parse(raw);
    ok(read.kind === "post", `${JSON.stringify(read)} of ${raw}`);
    ok(raw.includes(`"id":"${read.answer.data.id}"`));
    for (const { id } of read.answer.matching_rules) {
      ok(new RegExp(`"id":"?${id}"?[,}]`).test(raw), `${id} in ${raw}`);
    }
    const post = toPost(read.answer, Date.now());
    ok(post.text.length > 0 && !post.text.includes("&amp;"));
  }
});

Deno.test("parseXLine() knows what is recorded besides posts", async () => {
  for (const { kind, raw } of await readXLines()) {
    const read = parse(raw);
    if (kind === "keepalive" || kind === "control") {
      strictEqual(read.kind, "alive", raw);
    }
    if (kind === "error" && !raw.includes('"data"')) {
      strictEqual(read.kind, "problem", raw);
    }
    if (kind === "v1_post_array" || kind === "webhook_admin") {
      strictEqual(read.kind, "rejected", raw);
    }
  }
});

Deno.test("parseXLine() keeps the digits of bare numbers above 2^53", () => {
  const read = parse(
    '{"data":{"id":1850000000000000001,"text":"n"},"matching_rules":[{"id":1337295176289513473,"tag":null}]}',
  );
  ok(read.kind === "post");
  strictEqual(read.answer.data.id, "1850000000000000001");
  strictEqual(read.answer.matching_rules[0]?.id, "1337295176289513473");
});

for (
  const [what, line, detail] of [
    [
      "JSON that is cut",
      '{"data":{"id":"1","text":"a"}',
      "The line is not JSON",
    ],
    ["no id", '{"data":{"text":"a"}}', "`data.id` is missing"],
    ["an empty id", '{"data":{"id":"","text":"a"}}', undefined],
    ["no text", '{"data":{"id":"1"}}', "`data.text` is missing"],
    ["a text that is none", '{"data":{"id":"1","text":["x"]}}', undefined],
    ["an array", "[]", undefined],
    ["null", "null", undefined],
    ["a page of HTML", "<html>503</html>", "The line is not JSON"],
    ["depth", "[".repeat(60_000), "The line is not JSON"],
    [
      "depth with a big number",
      `[1234567890123456789,${"[".repeat(20_000)}${"]".repeat(20_000)}]`,
      undefined,
    ],
  ] as const
) {
  Deno.test(`parseXLine() rejects ${what} as malformed`, () => {
    const read = parse(line);
    ok(read.kind === "rejected", JSON.stringify(read).slice(0, 200));
    strictEqual(read.reason, "malformed");
    if (detail !== undefined) strictEqual(read.detail, detail);
  });
}

Deno.test("parseXLine() rejects bytes that are not UTF-8", () => {
  const bytes = Uint8Array.fromBase64("eyJ0ZXh0IjoiY2Fm6SJ9");
  const read = parse(bytes);
  ok(read.kind === "rejected" && read.detail === "The line is not UTF-8");
});

Deno.test("parseXLine() rejects a line that is too long, and still knows whose bill it is on", () => {
  const line = JSON.stringify({
    data: { id: "99", text: "x".repeat(MAX_SIZE) },
  });
  const read = parse(line);
  ok(read.kind === "rejected" && read.reason === "oversize");
  strictEqual(read.id, "99");
  ok(read.detail.includes(String(line.length)));
});

Deno.test("parseXLine() leaves out what a post does not need and is not as it should be", () => {
  const read = parse(JSON.stringify({
    data: {
      id: "1",
      text: "x",
      entities: "none",
      lang: 7,
      note_tweet: [],
      referenced_tweets: [{ type: "retweeted" }, 4],
      created_at: {},
    },
    includes: { users: [{ id: 3 }, { id: "4", username: "d" }], tweets: {} },
    matching_rules: ["x", { id: "5" }],
  }));
  ok(read.kind === "post");
  deepStrictEqual(read.answer.includes?.users, [{ id: "4", username: "d" }]);
  deepStrictEqual(read.answer.matching_rules, [{ id: "5" }]);
  strictEqual(read.answer.data.entities, undefined);
});

Deno.test("parseXLine() throws at nothing, and gives every hostile text as it is or rejects it", async () => {
  for (const row of await readNastyRows()) {
    const bytes = row.bytes_b64 === undefined
      ? undefined
      : Uint8Array.fromBase64(row.bytes_b64);
    const line = bytes ?? row.raw_json ??
      JSON.stringify({ data: { id: "1", text: row.text } });
    const read = parse(line);
    if (read.kind !== "post") continue;
    const post = toPost(read.answer, Date.now());
    ok(post.text.isWellFormed(), row.id);
    ok(/^[a-z]{2,3}/.test(post.lang), row.id);
  }
});

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
      postKind: "post",
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
    ["1601-01-01T00:00:00Z", NOW],
    ["2999-01-01T00:00:00Z", NOW],
    ["2014-06-01T00:00:00.000Z", Date.UTC(2014, 5, 1)],
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
    ["zh-cn", "zh"],
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
  const { text, context, postKind } = post({
    text: "So true",
    referenced_tweets: [{ type: "quoted", id: "5" }],
  }, { users: [ANN], tweets: [{ id: "5", text: "the quoted &amp; more" }] });
  strictEqual(text, "So true");
  strictEqual(postKind, "quote");
  deepStrictEqual(context, {
    quoted: { author: null, text: "the quoted & more" },
  });
});

Deno.test("toPost() keeps what a retweeted quotation quotes, with its author", () => {
  const { text, context, postKind } = post({
    text: "RT @ann: So true",
    referenced_tweets: [{ type: "retweeted", id: "5" }],
  }, {
    users: [ANN],
    tweets: [
      {
        id: "5",
        text: "So true",
        author_id: ANN.id,
        referenced_tweets: [{ type: "quoted", id: "6" }],
      },
      {
        id: "6",
        text: "short",
        author_id: ANN.id,
        note_tweet: { text: "long" },
      },
    ],
  });
  strictEqual(text, "RT @ann: So true");
  strictEqual(postKind, "repost");
  deepStrictEqual(context, { quoted: { author: "ann", text: "long" } });
});

for (
  const [types, kind] of [
    [["replied_to"], "reply"],
    [["replied_to", "quoted"], "quote"],
    [["retweeted"], "repost"],
    [["liked"], "post"],
    [[], "post"],
  ] as const
) {
  Deno.test(`toPost() takes a post that refers by ${types} for a ${kind}`, () => {
    const referenced_tweets = types.map((type) => ({ type, id: "5" }));
    strictEqual(post({ referenced_tweets }).postKind, kind);
  });
}

Deno.test("toPost() decodes HTML once, and cleans what no screen can show", () => {
  const { text } = post({
    text:
      "&lt;b&gt; &amp;amp; &amp;lt; &quot;&#39;&#x1F600; &nbsp; a\0b \ud83d &#99999999; &#xD800;",
  });
  strictEqual(text, "<b> &amp; &lt; \"'😀 &nbsp; ab \ufffd \ufffd \ufffd");
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
