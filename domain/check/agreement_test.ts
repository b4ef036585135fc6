import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Sentiment } from "../post/post.ts";
import { agreementOf, countDecisions } from "./agreement.ts";

const MOODS = { p: "positive", u: "neutral", n: "negative" } as const;

function posts(text: string): Sentiment[][] {
  return text.split(" ").map((labels) =>
    Array.from(labels, (letter) => MOODS[letter as keyof typeof MOODS])
  );
}

/** By hand from the matrix of coincidences. */
const ALPHAS: [labels: string, alpha: number | null][] = [
  ["pp nn uu", 1],
  ["pn np", -0.5],
  // o = 4 of 8 differ; 1 - 4·7/(8² - 4² - 4²) without the diagonal.
  ["pp pn np nn", 1 - 4 / (32 / 7)],
  // Three readers of one post, two of another: (2+2)/2 + 0 differ of 5.
  ["ppn nn", 1 - 2 / (12 / 4)],
  ["p n u", null],
  ["pp pp p", null],
];

for (const [labels, alpha] of ALPHAS) {
  Deno.test(`agreementOf() of ${labels} is ${alpha?.toFixed(3)}`, () => {
    const found = agreementOf(posts(labels));
    if (alpha === null || found === null) strictEqual(found, alpha);
    else ok(Math.abs(found - alpha) < 1e-12, `${found}`);
  });
}

Deno.test("agreementOf() leaves posts with one label out", () => {
  strictEqual(agreementOf(posts("pp pn n n u")), agreementOf(posts("pp pn")));
});

Deno.test("countDecisions() counts each label once", () => {
  const none = { positive: 0, neutral: 0, negative: 0 };
  const counts = countDecisions([
    { decision: "positive", label: "negative" },
    { decision: "positive", label: "negative" },
    { decision: "neutral", label: "neutral" },
  ]);
  deepStrictEqual(counts, {
    positive: { ...none, negative: 2 },
    neutral: { ...none, neutral: 1 },
    negative: none,
  });
});
