import { strictEqual } from "node:assert/strict";
import type { Term } from "../../domain/post/post.ts";
import { describeTerm } from "./labels.ts";

const CASES: [Term, string][] = [
  [{ kind: "hashtag", term: "otters" }, "hashtag otters"],
  [{ kind: "lang", term: "de" }, "language German"],
  [{ kind: "lang", term: "pt-BR" }, "language Brazilian Portuguese"],
  [{ kind: "lang", term: "und" }, "language unknown"],
  [{ kind: "lang", term: "<b>" }, "language <b>"],
  [{ kind: "link", term: "example.com" }, "link to example.com"],
];

for (const [term, words] of CASES) {
  Deno.test(`describeTerm() describes ${term.kind} ${term.term} as "${words}"`, () => {
    strictEqual(describeTerm(term), words);
  });
}
