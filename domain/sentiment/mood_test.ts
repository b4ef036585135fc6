import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseQuery } from "../query/parse.ts";
import { queryWords } from "../query/query.ts";
import { isWellRead, poorlyReadShare } from "./languages.ts";
import { decide, scoreText, toProbabilities, weighWords } from "./score.ts";

const p = (text: string, ignore: string[] = [], lang = "en") => {
  const { pNegative, pPositive } = scoreText(text, {
    ignore: new Set(ignore),
    lang,
  });
  return [pNegative, pPositive];
};

const FEELINGS: [text: string, lang: string, decision: string][] = [
  ["I love this so much, best day ever!", "en", "positive"],
  ["Worst service ever, I am so disappointed :(", "en", "negative"],
  ["The meeting starts at 10 on Monday", "en", "neutral"],
  ["I am not happy with this at all", "en", "negative"],
  ["Das ist ja furchtbar, ich bin so traurig", "de", "negative"],
  ["Quel bonheur, merci beaucoup, c'est magnifique", "fr-CA", "positive"],
  ["me encanta, qué alegría, gracias", "es_MX", "positive"],
  ["qué asco, odio todo esto", "es", "negative"],
  ["I love this so much, best day ever!", "und", "positive"],
  ["I love this so much, best day ever!", "", "positive"],
];
for (const [text, lang, decision] of FEELINGS) {
  Deno.test(`scoreText() takes ${JSON.stringify(text)} (${lang}) for ${decision}`, () => {
    strictEqual(scoreText(text, { lang }).decision, decision);
  });
}

const AROUND = [
  "I am so happy with * today, really",
  "* is the worst",
  "what did * do?",
  "I can't stand *",
];
const NAMES: [name: string, query: string][] = [
  ["trump", "trump"],
  ["Trump", "trump"],
  ["TRUMP", "trump"],
  ["truuump", "trump"],
  ["#trump", "trump"],
  ["#TRUMP", "#trump"],
  ["＃trump", "trump"],
  ["$TRUMP", "trump"],
  ["$BRK.B", "$BRK.B"],
  ["trump's", "trump"],
  ["Trump’s", "trump"],
  ["#trump's", "trump"],
  ["$AAPL's", "$AAPL"],
  ["@trump's", "trump"],
  ["mcdonald's", '"mcdonald\'s"'],
  ["l'oreal", '"l\'oreal"'],
  ["beyonce", "beyonce"],
  ["Beyoncé", "beyoncé"],
  ["hate", "hate"],
  ["#hate", "hate"],
  ["real_trump", "real_trump"],
  ["Трамп", "трамп"],
  ["ترامب", "ترامب"],
  ["ट्रम्प", "ट्रम्प"],
  ["ΤΡΑΜΠ", "τραμπ"],
  ["トランプ", "トランプ"],
  ["STRASSE", "straße"],
];
for (const [name, query] of NAMES) {
  Deno.test(`scoreText() reads ${name} of the topic ${query} as a mention, which is not read`, () => {
    const words = queryWords(parseQuery(query));
    for (const around of AROUND) {
      const own = p(around.replace("*", () => name), [...words]);
      deepStrictEqual(own, p(around.replace("*", "@someone"), [...words]));
      deepStrictEqual(own, p(around.replace("*", ""), [...words]));
    }
  });
}

Deno.test("scoreText() reads each part of a phrase, and of a word, as a mention", () => {
  const own = ["new", "york"];
  deepStrictEqual(p("great new york", own), p("great @a @b", own));
  deepStrictEqual(p("great new_york", own), p("great @a", own));
  deepStrictEqual(p("great New-York", own), p("great @a-@b", own));
  deepStrictEqual(p("great old_york", own), p("great old @b", own));
});

Deno.test("scoreText() moves by nothing for a topic's own emoji", () => {
  deepStrictEqual(p("look 😍 here", ["😍"]), p("look here"));
  ok(p("look 😍 here")[1]! > p("look here")[1]!);
});

Deno.test("scoreText() leaves other words with the letters of a topic's own", () => {
  ok(p("it's l'amour", ["s", "l"])[1] === p("it's l'amour")[1]);
});

const UNREAD: [text: string, other: string][] = [
  ["good https://love.com/hate", "good https://t.co/x"],
  ["good www.hate.com", "good www.example.com"],
  ["bad love.com/x", "bad hate.org"],
  ["bad bob@love.com now", "bad ann@example.org now"],
  ["fine @lovely_person", "fine @hater"],
  ["fine @love.bsky.social", "fine @hate@mastodon.social"],
  ["buy $RIG now", "buy $LOVE now"],
];
for (const [text, other] of UNREAD) {
  Deno.test(`scoreText() does not read the name in ${JSON.stringify(text)}`, () => {
    const [one, two] = [scoreText(text), scoreText(other)];
    deepStrictEqual(
      [one.pNegative, one.pPositive, one.score],
      [two.pNegative, two.pPositive, two.score],
    );
  });
}

Deno.test("scoreText() counts no cashtag among the words, but hashtags", () => {
  const { negative, positive } = scoreText("$RIG $hate #love");
  deepStrictEqual([negative, positive], [[], ["love"]]);
});

const NEGATED: [text: string, positive: string[], negative: string[]][] = [
  ["I am not angry", ["not angry"], []],
  ["isn't angry, never ANGRY", ["not angry", "not angry"], []],
  ["not very good", [], ["not good"]],
  ["can't wait", ["can't wait"], []],
  ["good, not bad", ["good", "not bad"], []],
  ["not trump angry", [], ["angry"]],
];
for (const [text, positive, negative] of NEGATED) {
  Deno.test(`scoreText() lists the words of "${text}" as what they are`, () => {
    const scored = scoreText(text, { ignore: new Set(["trump"]) });
    deepStrictEqual(scored.positive, positive);
    deepStrictEqual(scored.negative, negative);
  });
}

Deno.test("scoreText() scores a language that the model does not read by the lexicon", () => {
  const texts = ["en iyi gün", "bu berbat ama good", "terrible", "😍😍", "😡"];
  for (const text of texts) {
    const { score, decision } = scoreText(text, { lang: "tr" });
    strictEqual(
      decision,
      ["negative", "neutral", "positive"][Math.sign(score) + 1],
    );
  }
  ok(p("😍😍", [], "ja")[1]! > p("😍", [], "ja")[1]!);
});

Deno.test("scoreText() takes an unknown language in another script for one that it does not read", () => {
  strictEqual(scoreText("今日はとても悲しい日でした").decision, "neutral");
  deepStrictEqual(p("Очень плохо", [], "und"), p("Очень плохо", [], "ru"));
});

Deno.test("scoreText() gives thousandths that leave neutral no less than nothing", () => {
  for (let a = -8; a <= 8; a += 0.37) {
    for (let b = -8; b <= 8; b += 0.41) {
      const { pNegative, pPositive } = toProbabilities([a, b]);
      for (const value of [pNegative, pPositive]) {
        ok(Math.abs(value * 1_000 - Math.round(value * 1_000)) < 1e-9);
      }
      ok(pNegative + pPositive < 1.000_000_1);
    }
  }
  deepStrictEqual(toProbabilities([30, 30]), {
    pNegative: 0.5,
    pPositive: 0.5,
  });
});

Deno.test("decide() takes the most probable class, and neutral in doubt", () => {
  strictEqual(decide({ pNegative: 0.4, pPositive: 0.3 }), "negative");
  strictEqual(decide({ pNegative: 0.3, pPositive: 0.4 }), "positive");
  strictEqual(decide({ pNegative: 0.4, pPositive: 0.4 }), "neutral");
  strictEqual(decide({ pNegative: 0.4, pPositive: 0.2 }), "neutral");
  strictEqual(decide({ pNegative: 0.1, pPositive: 0.2 }), "neutral");
});

Deno.test("weighWords() says which words weighed, heaviest first", () => {
  const words = weighWords("I hate this, it is not a great day :(", {
    lang: "en",
  });
  strictEqual(words[0]!.word, "hate");
  ok(words[0]!.weight < -0.5);
  ok(words.some(({ word, weight }) => word === ":(" && weight < 0));
  const sizes = words.map(({ weight }) => Math.abs(weight));
  deepStrictEqual(sizes, sizes.toSorted((a, b) => b - a));
  for (const { word, from, to } of words) {
    strictEqual(word, "I hate this, it is not a great day :(".slice(from, to));
  }
});

Deno.test("weighWords() gives a topic's own word the weight of a mention", () => {
  const weigh = (text: string) =>
    weighWords(text, { ignore: new Set(["hate"]), lang: "en" })
      .map(({ weight }) => weight);
  deepStrictEqual(weigh("hate is great"), weigh("@ann is great"));
});

Deno.test("weighWords() gives words of the lexicon where the model does not read", () => {
  const [first, ...others] = weighWords("çok good", { lang: "tr" });
  strictEqual(first!.word, "good");
  ok(first!.weight > 0);
  deepStrictEqual(others, []);
});

const LANGUAGES: Record<string, boolean> = {
  ...{ en: true, "en-GB": true, EN: true, pt_BR: true, hi: false, und: true },
  ...{ "": true, zxx: true, qht: true, qme: true, "ar-EG": true },
  ...{ ja: false, tr: false, zh: false, nl: false, "zh-Hans": false },
};
for (const [lang, expected] of Object.entries(LANGUAGES)) {
  Deno.test(`isWellRead() says ${expected} of ${JSON.stringify(lang)}`, () => {
    strictEqual(isWellRead(lang), expected);
  });
}

Deno.test("poorlyReadShare() counts posts in languages that are not read well, not those of an unknown one", () => {
  const languages = [
    ...[{ term: "en", count: 5 }, { term: "und", count: 1 }],
    ...[{ term: "tr", count: 2 }, { term: "hi", count: 1 }],
  ];
  strictEqual(poorlyReadShare(languages), 0.333);
  strictEqual(poorlyReadShare([]), null);
});
