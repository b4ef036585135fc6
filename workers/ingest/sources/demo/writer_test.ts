import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { createDeck, Random } from "./random.ts";
import {
  authors,
  createTextWriter,
  fill,
  type Language,
  type LanguageCode,
  languages,
  type Sentiment,
} from "./writer.ts";

Deno.test("authors are many, and no two have one handle", () => {
  const handles = authors.map((author) => author.handle);
  strictEqual(new Set(handles).size, handles.length);
  ok(
    handles.length > 500 &&
      handles.every((h) => /^[a-z]+_?[a-z]+_?\d*$/.test(h)),
  );
});

Deno.test("authors write every language, and most write English", () => {
  for (const code of Object.keys(languages)) {
    const count = authors.filter((author) => author.lang === code).length;
    ok(code === "en" ? count > 300 : count > 5, `${count} write ${code}`);
  }
});

const SENTIMENTS: readonly Sentiment[] = ["positive", "negative", "neutral"];
const CODES = Object.keys(languages) as LanguageCode[];

function* writeAll(words: readonly string[], times: number) {
  const write = createTextWriter(new Random(1));
  for (let i = 0; i < times; i++) {
    for (const lang of CODES) {
      for (const sentiment of SENTIMENTS) {
        yield write({ lang, sentiment, words });
      }
    }
  }
}

function holds(text: string, word: string): boolean {
  const letter = String.raw`[\p{L}\p{M}\p{N}_]`;
  const source = `(?<!${letter})${RegExp.escape(word)}(?!${letter})`;
  return new RegExp(source, "iu").test(text);
}

const WORDS = [
  ["trump"],
  ["trump", "climate"],
  ["global warming"],
  ["café"],
  ["#vote"],
  ["@somebody"],
  ["$AAPL", "🚀"],
  ["$&"],
  ["<word>"],
  ["{thing}"],
];

for (const words of WORDS) {
  Deno.test(`createTextWriter() puts ${words.join(" and ")} in as tokens`, () => {
    for (const text of writeAll(words, 60)) {
      for (const word of words) ok(holds(text, word), `${word} in: ${text}`);
    }
  });
}

Deno.test("createTextWriter() leaves no blank unfilled", () => {
  const texts = [...writeAll([], 200), ...writeAll(["trump"], 200)];
  deepStrictEqual(
    texts.filter((text) => /[{}<>|]|\s{2}|^\s|\s$/.test(text)),
    [],
  );
});

Deno.test("createTextWriter() writes posts of a usual length", () => {
  const lengths = [...writeAll(["trump"], 200)].map((text) => text.length);
  ok(Math.min(...lengths) >= 8 && Math.max(...lengths) <= 280);
});

Deno.test("createTextWriter() links only to names that no site can have", () => {
  const hosts = [...writeAll([], 300)].flatMap((text) =>
    [...text.matchAll(/https?:\/\/([^/\s]+)/g)].map(([, host]) => host!)
  );
  ok(hosts.length > 100);
  deepStrictEqual(
    hosts.filter((host) => !/\.example(\.(com|net|org))?$/.test(host)),
    [],
  );
});

function phrasesOf(language: Language): string[] {
  const { posts, tails, things, about, slots } = language;
  const lists = [posts, tails, slots].flatMap((table) => Object.values(table));
  return [...lists.flat(), ...things, ...about];
}

for (const [code, language] of Object.entries<Language>(languages)) {
  Deno.test(`languages.${code} names only lists that it has`, () => {
    for (const phrase of phrasesOf(language)) {
      for (const [, name] of phrase.matchAll(/\{([^}]*)\}/g)) {
        ok(name === "thing" || Object.hasOwn(language.slots, name!), phrase);
      }
    }
  });

  Deno.test(`languages.${code} has phrases of every sentiment`, () => {
    for (const sentiment of SENTIMENTS) {
      ok(
        language.posts[sentiment].length >= 4 &&
          language.tails[sentiment].length >= 3,
      );
      ok(language.posts[sentiment].every((post) => post.includes("{thing}")));
    }
    ok(language.about.every((about) => about.includes("<word>")));
    ok(language.things.every((thing) => !thing.includes("<word>")));
  });
}

const draw = createDeck(new Random(1));

Deno.test("fill() fills the phrases that it puts in", () => {
  const grammar = { who: ["the {what}"], what: ["cat"] };
  strictEqual(fill(grammar, "{who} and {who}", draw), "the cat and the cat");
});

Deno.test("fill() does not know a list that is only inherited", () => {
  throws(() => fill({}, "a {constructor}", draw), RangeError);
  throws(() => fill({}, "a {missing}", draw), RangeError);
});
