import { deepStrictEqual } from "node:assert/strict";
import { type Excerpt, excerptAt } from "./manage.ts";

const CASES: [text: string, position: number, excerpt: Excerpt][] = [
  ["a (b", 2, { before: "a ", at: "(", after: "b" }],
  ["😀 (b", 3, { before: "😀 ", at: "(", after: "b" }],
  ["", 0, { before: "", at: "\u00a0", after: "" }],
  ["abc", 3, { before: "abc", at: "\u00a0", after: "" }],
  [`${"x".repeat(100)}(${"y".repeat(100)}`, 100, {
    before: `…${"x".repeat(60)}`,
    at: "(",
    after: `${"y".repeat(60)}…`,
  }],
];

for (const [text, position, excerpt] of CASES) {
  Deno.test(`excerptAt() cuts ${JSON.stringify(text.slice(0, 9))} at ${position}`, () => {
    deepStrictEqual(excerptAt(text, position), excerpt);
  });
}
