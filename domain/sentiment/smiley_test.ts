import { strictEqual } from "node:assert/strict";
import { readSmiley, SMILEY } from "./smiley.ts";

const CASES: Record<string, string | null> = {
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
};

for (const [text, emoji] of Object.entries(CASES)) {
  Deno.test(`readSmiley() takes "${text}" for ${emoji}`, () => {
    const [smiley] = new RegExp(SMILEY, "v").exec(text) ?? [];
    strictEqual(smiley === undefined ? null : readSmiley(smiley), emoji);
  });
}
