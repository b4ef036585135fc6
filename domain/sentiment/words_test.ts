import { strictEqual } from "node:assert/strict";
import { BREAK, readSmiley, scoreInContext, SMILEY } from "./words.ts";

/** The last word is scored; alone it has 3. */
const CASES: Record<string, number> = {
  "good": 3,
  "not good": -3,
  "never good": -3,
  "no good": -3,
  "without good": -3,
  "isn't good": -3,
  "isnt good": -3,
  "not very good": -3,
  "not so very good": 3,
  "never not good": -3,
  [`not ${BREAK} good`]: 3,
  [`no ${BREAK} very good`]: 3,
  "constructor good": 3,
  "__proto__ good": 3,
  "hasOwnProperty good": 3,
  "not 😍": 3,
  "i like": 3,
  "don't like": -3,
  "not really like": -3,
  "looks like": 0,
  "like": 0,
  [`i ${BREAK} like`]: 0,
  "looking forward": 3,
  "not looking forward": -3,
  "forward": 0,
  "can't wait": -3,
  "wait": 0,
};

for (const [words, score] of Object.entries(CASES)) {
  Deno.test(`scoreInContext() gives the end of "${words}" ${score}`, () => {
    const list = words.split(" ");
    strictEqual(scoreInContext(list, list.length - 1, 3), score);
  });
}

Deno.test("scoreInContext() does not look at the words behind", () => {
  strictEqual(scoreInContext(["good", "not"], 0, 3), 3);
});

const SMILEY_CASES: Record<string, string | null> = {
  ":)": "🙂",
  ":-)": "🙂",
  "=]": "🙂",
  ";)": "😉",
  ":D": "😃",
  ":-D": "😃",
  ":(": "🙁",
  ":-[": "🙁",
  ":'(": "😢",
  ":’(": "😢",
  "<3": "❤",
  "&lt;3": "❤",
  "<30": null,
  ":Day": null,
  ":": null,
  "()": null,
  "Topics:(a) and (b)": null,
  "see=(x, y)": null,
  "list:[1, 2]": null,
  "a[1:]": null,
  "sad :( (really)": "🙁",
  "oh :(((": "🙁",
  "no:( why :)": "🙁",
  "hello&quot;) now": null,
  "it&#39;) and &#x27;)": null,
  "(Q&amp;A;)": "😉",
  "R&amp;D": null,
  "D&amp;D on Sunday": null,
  "fun ;D": "😃",
  "(NYSE:D)": null,
  "tomorrow:D": "😃",
  "1<3": null,
  "love<3": "❤",
  "1) a 8) b": null,
  "(at 10:30)": null,
  "http:// x": null,
};

for (const [text, emoji] of Object.entries(SMILEY_CASES)) {
  Deno.test(`readSmiley() takes "${text}" for ${emoji}`, () => {
    const [smiley] = new RegExp(SMILEY, "v").exec(text) ?? [];
    strictEqual(smiley === undefined ? null : readSmiley(smiley), emoji);
  });
}
