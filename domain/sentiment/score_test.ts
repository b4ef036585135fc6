import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import Sentiment from "sentiment";
import { readTestPosts } from "../../tests/support/recordings.ts";
import { CONTEXTS, LEXICON } from "./lexicon.ts";
import { scoreText } from "./score.ts";
import { scanText } from "./scanner.ts";
import { foldWord, toLexiconForm, withoutNegation } from "./words.ts";

/** Text, its score, and the words behind it, each with the sign that it counts with. */
const CASES: [text: string, score: number, words: string][] = [
  ["", 0, ""],
  ["the table", 0, ""],
  ["good GOOD Good", 9, "+good +good +good"],
  ["great,bad", 0, "+great -bad"],
  ["bad\tgreat\u00A0good\u3000bad", 0, "-bad +great +good -bad"],
  ["“great” ‘great’ «great»", 9, "+great +great +great"],
  ["the hero's win", 6, "+hero +win"],
  ["nai\u0308ve", -2, "-naïve"],
  ["self-confident", 2, "+self-confident"],
  ["good-bad_good", 3, "+good -bad +good"],

  ["constructor good", 3, "+good"],
  ["__proto__ constructor hasOwnProperty toString", 0, ""],

  ["not good", -3, "-good"],
  ["don't laugh, don’t laugh, donʼt laugh", -3, "-laugh -laugh -laugh"],
  ["never good, no good", -6, "-good -good"],
  ["not bad at all", 3, "+bad"],
  ["not a very good", 3, "+good"],
  ["Never. Good!", 3, "+good"],
  ["never\ngood", 3, "+good"],
  ["not @ann good", 3, "+good"],
  ["not 😍", 3, "+😍"],

  ["I like it, it looks like rain", 2, "+like"],
  ["can’t wait, wait", 2, "+wait"],
  ["looking forward, fast forward", 2, "+forward"],
  ["I'll, no, ill", 0, ""],

  ["love😍", 6, "+love +😍"],
  ["❤️ ❤ ❤︎", 9, "+❤ +❤ +❤"],
  ["👍🏽👍🏿", 4, "+👍 +👍"],
  ["❤️‍🔥 🙅🏽‍♀️", 1, "+❤ -🙅"],
  ["🤷‍♂️ 🇺🇸 1️⃣ #️⃣ 🏻 ♂", 1, "+♂"],
  ["😡😡", -2, "-😡 -😡"],
  ["🥰 🤮", 0, "+🥰 -🤮"],
  [":) :( <3 :'(", 1, "+🙂 -🙁 +❤ -😢"],

  ["https://good.com/bad www.love.com/?hate=1", 0, ""],
  ["@good @bad.love.com bob@hate.com", 0, ""],
  ["#good #bad_love", 3, "+good -bad +love"],
  ["https://t.co/x😍 #good", 6, "+😍 +good"],

  ["goooood, soooo COOOL", 4, "+good +cool"],
  ["das ist wunderbar 😍", 3, "+😍"],
];

for (const [text, score, words] of CASES) {
  Deno.test(`scoreText() gives ${JSON.stringify(text)} ${score}`, () => {
    const scored = scoreText(text);
    const signed = scored.marks.map(([from, to, it]) =>
      (it > 0 ? "+" : "-") + spell(text.slice(from, to))
    );
    strictEqual(signed.join(" "), words);
    strictEqual(scored.score, score);
  });
}

/** A piece of a text as the lexicon spells it. */
function spell(piece: string): string {
  let spelled = "";
  scanText(piece, (kind, text) => {
    spelled ||= kind === "word"
      ? toLexiconForm(foldWord(piece))
      : String.fromCodePoint(text.codePointAt(0)!);
  });
  return spelled;
}

Deno.test("scoreText() marks in UTF-16 units of the text as it came", () => {
  deepStrictEqual(scoreText("👨‍👩‍👧‍👦 nai\u0308ve, not gooood 👍🏽").marks, [
    [0, 11, 2],
    [12, 18, -2],
    [24, 30, -3],
    [31, 35, 2],
  ]);
});

const IGNORED: [text: string, ignored: string, words: string[]][] = [
  ["great trump, good Great GREAT", "great", ["good"]],
  ["#love_island is good love", "love_island", ["good", "love"]],
  ["well-being is good", "being", ["good"]],
  ["no deal is good", "no", ["good"]],
  ["cooool and good", "cool", ["good"]],
  ["cooool and good", "cooool", ["good"]],
  ["nai\u0308ve good", "naïve", ["good"]],
  ["❤️ ❤ 👍", "❤", ["👍"]],
  ["👍🏽 👍 ❤", "👍🏽", ["👍", "❤"]],
  ["👍🏽 👍 ❤", "👍", ["❤"]],
];
for (const [text, ignored, words] of IGNORED) {
  Deno.test(`scoreText() ignores ${ignored} in "${text}"`, () => {
    const scored = scoreText(text, { ignore: new Set([ignored]) });
    deepStrictEqual([...scored.positive, ...scored.negative], words);
    strictEqual(scored.marks.length, words.length);
  });
}

Deno.test("scoreText() remembers nothing of earlier calls", () => {
  const first = scoreText("not great 😍");
  scoreText("great", { ignore: new Set(["great", "😍"]) });
  scoreText("not");
  deepStrictEqual(scoreText("not great 😍"), first);
});

Deno.test("scoreText() takes a compound of 200,000 words", () => {
  strictEqual(scoreText("bad-".repeat(200_000)).score, -600_000);
});

Deno.test("scoreText() leaves the package's own English as it was", () => {
  const plain = new Sentiment({}) as unknown as {
    analyze(text: string): { score: number };
  };
  strictEqual(plain.analyze("no, I want yay").score, 0);
});

Deno.test("scoreText() finds each word of the lexicon", () => {
  for (const [word, score] of LEXICON) {
    if (CONTEXTS.has(word)) continue;
    deepStrictEqual(scoreText(`(${word.toUpperCase()})`).marks, [
      [1, 1 + word.length, score],
    ]);
  }
});

const texts = fc.array(
  fc.oneof(
    fc.constantFrom(...LEXICON.keys()),
    fc.constantFrom(
      ..."not never don’t can't I like wait looking forward".split(" "),
    ),
    fc.constantFrom(
      ..."😍 ❤️ 👍🏽 🇺🇸 🤷‍♂️ :) :'( &lt;3 #good_bad @bad http://good.co".split(" "),
    ),
    fc.constantFrom(
      " ",
      "\t",
      "\n",
      ", ",
      "-",
      "_",
      "“",
      "’",
      "…",
      "|",
      "\uFE0F",
      "\u200D",
    ),
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
  ),
).map((pieces) => pieces.join(""));

Deno.test("scoreText() marks what lies on the text, in order, and sums up to the score", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { score, marks } = scoreText(text);
      let end = 0;
      let sum = 0;
      for (const [from, to, it] of marks) {
        ok(from >= end && to > from && to <= text.length);
        ok(Number.isInteger(it) && it !== 0);
        end = to;
        sum += it;
      }
      strictEqual(score, sum);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("scoreText() lists what it marks", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { positive, negative, marks } = scoreText(text);
      const marked = Map.groupBy(marks, ([, , score]) => score > 0);
      for (
        const [list, isPositive] of [[positive, true], [
          negative,
          false,
        ]] as const
      ) {
        const words = (marked.get(isPositive) ?? []).map(([from, to]) =>
          spell(text.slice(from, to))
        );
        deepStrictEqual(list.map(withoutNegation), words);
      }
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("scoreText() adds up plain words", () => {
  const words = fc.array(
    fc.constantFrom(...LEXICON.keys()).filter((word) =>
      /^[a-z]+$/.test(word) && !CONTEXTS.has(word)
    ),
  );
  fc.assert(
    fc.property(words, (list) => {
      const sum = list.reduce((total, word) => total + LEXICON.get(word)!, 0);
      strictEqual(scoreText(list.join(" ")).score, sum);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("scoreText() never scores what it ignores", () => {
  const ignored = fc.uniqueArray(fc.constantFrom(...LEXICON.keys()));
  fc.assert(
    fc.property(texts, ignored, (text, words) => {
      const ignore = new Set([...words, "😍", "good"]);
      const { positive, negative } = scoreText(text, { ignore });
      for (const word of [...positive, ...negative]) {
        ok(!ignore.has(word), word);
      }
    }),
    { numRuns: 1_000 },
  );
});

for (
  const file of [
    "blns.ndjson",
    "xss.ndjson.gz",
    "emoji.ndjson.gz",
    "handmade.ndjson.gz",
  ]
) {
  Deno.test(`scoreText() takes every text of nasty_${file}`, async () => {
    for (const { text } of await readTestPosts(`nasty_${file}`)) {
      const { score, marks } = scoreText(text);
      strictEqual(score, marks.reduce((sum, [, , it]) => sum + it, 0));
    }
  });
}
