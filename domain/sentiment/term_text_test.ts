import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseTerm, termText } from "./term_text.ts";

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
