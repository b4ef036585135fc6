import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readTestPosts } from "../../tests/support/recordings.ts";
import { cpuMs } from "../../tests/support/waiting.ts";
import { parseTerm, type TermKind, termText } from "../post/post.ts";
import { scoreText } from "./score.ts";
import { readText } from "./reading.ts";
import { extractTerms } from "./terms.ts";

function termsOf(text: string, kind: TermKind): string[] {
  return extractTerms({ text, lang: "en" }, scoreText(text))
    .filter((term) => term.kind === kind)
    .map(({ term }) => term);
}

const CASES: [kind: TermKind, text: string, terms: string[]][] = [
  ["positive", "good Good 😍 bad not bad", ["good", "😍", "not bad"]],
  ["negative", "bad BAD good not good 👎🏽", ["bad", "not good", "👎"]],

  ["hashtag", "#Trump ＃trump #TRUMP_2016", ["trump", "trump_2016"]],
  ["hashtag", "#Straße #cafe\u0301 #日本", ["strasse", "café", "日本"]],
  ["hashtag", "#__proto__ #constructor #__proto__", [
    "__proto__",
    "constructor",
  ]],
  ["hashtag", "a#b &#x27; #1 #42 # ##", []],
  ["hashtag", "https://t.co/#top http://x.co/?a=#b", []],
  ["hashtag", "#️⃣ (#a)#b", ["a", "b"]],

  ["mention", "@Ann ＠ann .@BOB: @ann_", ["ann", "bob", "ann_"]],
  ["mention", "@ann.bsky.social, @bob@mastodon.social.", [
    "ann.bsky.social",
    "bob@mastodon.social",
  ]],
  ["mention", "@__proto__ @constructor", ["__proto__", "constructor"]],
  ["mention", "a@b.com @ @@ https://x.co/@ann", []],

  ["link", "https://t.co/a http://T.CO/b (https://www.bbc.co.uk)", [
    "t.co",
    "bbc.co.uk",
  ]],
  ["link", "https://t.co/ab… https://t.c… https:// http://a..b ftp://x.co", [
    "t.co",
  ]],
  ["link", "www.example.com", []],
  ["link", "http://__proto__.co http://constructor/", [
    "__proto__.co",
    "constructor",
  ]],

  ["emoji", "❤️❤ ❤︎ 😂😂", ["❤", "😂"]],
  ["emoji", "👍🏽👍 👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇸", ["👍🏽", "👍", "👨‍👩‍👧‍👦", "🏳‍🌈", "🇺🇸"]],
  ["emoji", "1️⃣ 1 # ™ :)", ["1⃣"]],
  ["emoji", "https://t.co/x😍", ["😍"]],

  ["lang", "", ["en"]],
];

for (const [kind, text, terms] of CASES) {
  Deno.test(`extractTerms() finds ${kind} [${terms}] in ${JSON.stringify(text)}`, () => {
    deepStrictEqual(termsOf(text, kind), terms);
  });
}

Deno.test("extractTerms() leaves out the topic's own words", () => {
  const text = "great #great good";
  const scored = scoreText(text, { ignore: new Set(["great"]) });
  deepStrictEqual(extractTerms({ text, lang: "und" }, scored), [
    { kind: "positive", term: "good" },
    { kind: "hashtag", term: "great" },
    { kind: "lang", term: "und" },
  ]);
});

Deno.test("extractTerms() gives the first 64 terms of a kind", () => {
  const tags = Array.from({ length: 200 }, (_, i) => `t${i}`);
  const text = tags.map((tag) => `#${tag} #${tag} @${tag}`).join(" ");
  deepStrictEqual(termsOf(text, "hashtag"), tags.slice(0, 64));
  deepStrictEqual(termsOf(text, "mention"), tags.slice(0, 64));
});

Deno.test("extractTerms() leaves out a term of more than 64 characters", () => {
  const fits = "a".repeat(64);
  deepStrictEqual(termsOf(`#${fits} #${fits}a @${fits}a`, "hashtag"), [fits]);
  deepStrictEqual(termsOf("👨‍".repeat(40), "emoji"), []);
  deepStrictEqual(termsOf(`https://${"a.".repeat(40)}com`, "link"), []);
  const long = { text: "", lang: "x".repeat(65) };
  deepStrictEqual(extractTerms(long, scoreText("")), []);
});

Deno.test("extractTerms() leaves out a language that is not there", () => {
  deepStrictEqual(extractTerms({ text: "", lang: "" }, scoreText("")), []);
});

Deno.test("extractTerms() gives few, short terms, each once, whatever the text", () => {
  const texts = fc.array(
    fc.oneof(
      fc.constantFrom(
        "#",
        "@",
        "https://",
        "www.",
        ".",
        "_",
        "😍",
        "\u200D",
        "\uFE0F",
        " ",
        "…",
      ),
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
    ),
  ).map((pieces) => pieces.join(""));
  fc.assert(fc.property(texts, (text) => {
    const terms = extractTerms({ text, lang: "en" }, scoreText(text));
    strictEqual(
      new Set(terms.map(({ kind, term }) => `${kind} ${term}`)).size,
      terms.length,
    );
    for (const { term } of terms) {
      ok(term.length >= 1 && term.length <= 64);
      ok(term.isWellFormed());
      ok(!/[\s\uFE0E\uFE0F]/u.test(term), term);
    }
  }));
});

for (
  const file of [
    "blns.ndjson",
    "xss.ndjson.gz",
    "emoji.ndjson.gz",
    "handmade.ndjson.gz",
  ]
) {
  Deno.test(`extractTerms() takes every text of nasty_${file}`, async () => {
    for (const post of await readTestPosts(`nasty_${file}`)) {
      const terms = extractTerms(post, scoreText(post.text));
      ok(terms.length <= 7 * 64);
    }
  });
}

const HOSTILE: Record<string, string> = {
  "letters": "a",
  "compounds": "a-",
  "underscores": "_",
  "brackets": "(",
  "at signs": "@",
  "hash signs": "#",
  "mentions": "@a.b@c.1",
  "tags": "#a",
  "hosts": "a.",
  "links": `http://${".".repeat(250)}a/`,
  "marks": "e\u0301\u0323",
  "lone marks": "\u0301",
  "emoji": "😂",
  "emoji chains": "👩‍",
  "flags": "🇺",
  "keycaps": "1\uFE0F",
  "lone surrogates": "\uD83D",
  "bad words": "bad ",
  "long words": "oooo",
};

for (const [name, piece] of Object.entries(HOSTILE)) {
  for (const head of ["", "@", "http://"]) {
    Deno.test(`scoreText() and extractTerms() are linear in ${head}${name}`, () => {
      const text = head + piece.repeat(65_536 / piece.length);
      const limit = slowness();
      const short = fastest(text.slice(0, 10_240), 20);
      ok(short < 8 * limit, `10 kB took ${short} ms`);
      // 6.4 times the length; were it quadratic, it would take 41 times as long.
      ok(fastest(text) < 16 * Math.max(short, limit));
    });
  }
}

Deno.test("scoreText() and extractTerms() are linear in every hostile text", async () => {
  const posts = await readTestPosts("nasty_handmade.ndjson.gz");
  for (const { text } of posts) {
    if (text.length > 1_024) {
      const limit = slowness() * text.length / 2_048;
      ok(fastest(text) < limit, text.slice(0, 80));
    }
  }
});

const ORDINARY = "the quick brown fox jumps over a lazy dog ".repeat(244);

/** What 10 kB of ordinary text took, in ms, where the limits were set. */
const ORDINARY_MS = 0.8;

/** How many times slower this machine is by now; at least 1. */
function slowness(): number {
  return Math.max(1, fastest(ORDINARY) / ORDINARY_MS);
}

/** Milliseconds of processor time, the least of several runs. */
function fastest(text: string, runs = 5): number {
  let best = Infinity;
  for (let run = 0; run < runs && best >= 2; run++) {
    const start = cpuMs();
    extractTerms({ text, lang: "en" }, scoreText(text));
    best = Math.min(best, cpuMs() - start);
  }
  return best;
}

Deno.test("parseTerm() reads what termText() writes", () => {
  const texts = [
    "hashtag:otters",
    "link:example.com",
    "emoji:😀",
    "mention:a:b",
  ];
  for (const text of texts) strictEqual(termText(parseTerm(text)!), text);
  deepStrictEqual(parseTerm("mention:a:b"), { kind: "mention", term: "a:b" });
});

for (
  const text of [
    "",
    "otters",
    "hashtag:",
    "tag:x",
    "hashtagx:y",
    `link:${"x".repeat(65)}`,
  ]
) {
  Deno.test(`parseTerm() knows no term ${JSON.stringify(text).slice(0, 20)}`, () => {
    strictEqual(parseTerm(text), null);
  });
}

Deno.test("extractTerms() counts a mention once that its server names in full", () => {
  const post = {
    text: "@Bob and @bob, @eve",
    lang: "en",
    entities: { mentions: ["bob@a.example"] },
  };
  const terms = extractTerms(post, readText(post.text, new Set()));
  deepStrictEqual(
    terms.filter(({ kind }) => kind === "mention").map(({ term }) => term),
    ["bob@a.example", "eve"],
  );
});
