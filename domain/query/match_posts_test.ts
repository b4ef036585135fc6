import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readTestPosts } from "../../tests/support/recordings.ts";
import { matchQuery, prepareText } from "./match.ts";
import { parseQuery } from "./parse.ts";
import { QuerySyntaxError } from "./query.ts";
import { cpuMs } from "../../tests/support/waiting.ts";

const ALL_KINDS = [
  "trump",
  '"a a a a b"',
  "#tag OR @user OR $cash",
  "a has:links has:hashtags has:mentions has:cashtags",
  "👍 OR 🇺🇸 OR ❤",
  "a -from:trump -lang:en -is:retweet",
  `"${"あ".repeat(1_000)}い"`,
  "한국 서울",
].map(parseQuery);

/** The least of a few runs in ms, so that a busy machine does not count. */
function timeMatching(text: string): number {
  const times = Array.from({ length: 20 }, (_, run) => {
    const post = { text: text + run, author: "ann", lang: "en" };
    const start = cpuMs();
    const document = prepareText(post);
    for (const query of ALL_KINDS) matchQuery(query, document);
    return cpuMs() - start;
  });
  return Math.min(...times);
}

for (
  const file of [
    "vol_trump_account_2009_2018.ndjson.gz",
    "vol_stocknet_2014_2015.ndjson.gz",
  ]
) {
  Deno.test(`matchQuery() finds as many posts as a recount of ${file}`, async () => {
    const posts = await readTestPosts(file);
    const recounts: Record<string, (text: string) => boolean> = {
      "trump": (text) => text.split(/[^\p{L}\p{M}\p{Nd}_]+/u).includes("trump"),
      '"stock market"': (text) =>
        /(?<![\p{L}\p{Nd}_])stock[^\p{L}\p{Nd}_]+market(?![\p{L}\p{Nd}_])/u
          .test(text),
      "#maga OR $aapl": (text) =>
        /(?<![\p{L}\p{M}\p{Nd}_])(#maga|\$aapl)(?![\p{L}\p{Nd}_])/u.test(
          text.replace(/https?:\S+/g, " "),
        ),
      "(trump OR the) has:links": (text) =>
        /(?<![\p{L}\p{Nd}_])(trump|the)(?![\p{L}\p{Nd}_])/u.test(text) &&
        /https?:\/\/\S/.test(text),
      "trump -is:retweet": (text) =>
        text.match(/[\p{L}\p{Nd}_]+/gu)?.includes("trump") === true &&
        !/^rt @\w/.test(text),
    };
    const queries = Object.keys(recounts).map(parseQuery);
    const found = queries.map(() => 0);
    const wanted = queries.map(() => 0);
    for (const post of posts) {
      const document = prepareText(post);
      const text = post.text.toLowerCase();
      Object.values(recounts).forEach((recount, i) => {
        found[i]! += matchQuery(queries[i]!, document) ? 1 : 0;
        wanted[i]! += recount(text) ? 1 : 0;
      });
    }
    deepStrictEqual(found, wanted, Object.keys(recounts).join(", "));
    ok(found[0]! > 0);
  });
}

for (
  const file of [
    "nasty_blns.ndjson",
    "nasty_xss.ndjson.gz",
    "nasty_emoji.ndjson.gz",
    "nasty_handmade.ndjson.gz",
  ]
) {
  Deno.test(`matchQuery() answers for every text of ${file}`, async () => {
    for (const post of await readTestPosts(file)) {
      const document = prepareText(post);
      for (const query of ALL_KINDS) matchQuery(query, document);
      ok(document.graphemes.size <= post.text.length);
    }
  });

  Deno.test(`parseQuery() reads or refuses every text of ${file}`, async () => {
    for (const { text } of await readTestPosts(file)) {
      try {
        parseQuery(text);
      } catch (error) {
        if (!(error instanceof QuerySyntaxError)) throw error;
      }
    }
  });
}

Deno.test("parseQuery() takes every emoji, and matchQuery() finds it", async () => {
  const posts = await readTestPosts("nasty_emoji.ndjson.gz");
  const emoji = posts.map(({ text }) => text).filter((it) => it.length < 20);
  for (const text of [...emoji, "❤\uFE0F", "1\uFE0F\u20E3", "🇺🇸", "👩‍👩‍👧‍👦"]) {
    const query = parseQuery(text);
    const post = { text: `${text} a`, author: null, lang: "und" };
    strictEqual(query.kind, "emoji", text);
    ok(matchQuery(query, prepareText(post)), text);
  }
});

const HOSTILE: Record<string, string> = {
  "one word again and again": "a ".repeat(5_000),
  "marks piled on one letter": "a" + "\u0301\u0323".repeat(5_000),
  "signs": "@#$".repeat(3_333),
  "handles without end": "@a" + ".a".repeat(5_000) + "!",
  "half links": "http://".repeat(1_429),
  "skin tones": "👍🏽".repeat(2_500),
  "half flags": "🇺".repeat(5_000),
  "joiners": "👍\u200D".repeat(3_333),
  "sigmas": "aΣ".repeat(5_000),
  "dotless letters": "ı".repeat(10_000),
  "letters without spaces": "あ".repeat(9_999) + "い",
  "marks on letters without spaces": "น้".repeat(5_000),
  "Hangul without a space": "한".repeat(10_000),
  "words of Hangul": "한국에서 ".repeat(2_000),
  "space before a retweet": " ".repeat(10_000) + "RT",
};

for (const [name, text] of Object.entries(HOSTILE)) {
  Deno.test(`matchQuery() takes under 5 ms for 10 kB of ${name}`, () => {
    const time = timeMatching(text);
    ok(time < 5, `${time.toFixed(1)} ms`);
  });
}
