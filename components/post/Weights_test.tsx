import { strictEqual } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Weights } from "./Weights.tsx";

const WORDS = [
  { word: "not", from: 2, to: 5, weight: -1.42 },
  { word: "<b>", from: 9, to: 12, weight: 0.8 },
  { word: "the", from: 14, to: 17, weight: 0.04 },
];
const NEGATIVE = {
  ...{ sentiment: "negative", pNegative: 0.76, pPositive: 0.1 } as const,
  words: WORDS,
};

function textOf(props: Parameters<typeof Weights>[0]): string {
  return renderToString(<Weights {...props} />).replace(/<[^>]*>/g, "");
}

Deno.test("<Weights> says how probable the sentiment is, and which words weighed", () => {
  strictEqual(textOf(NEGATIVE), "76\u00a0% negative: not −1.4, &lt;b> +0.8");
});

Deno.test("<Weights> says what is left for neutral, and that no word weighed", () => {
  strictEqual(
    textOf({ ...NEGATIVE, sentiment: "neutral", words: [] }),
    "14\u00a0% neutral: no word weighed",
  );
});

Deno.test("<Weights> of a post that the word list scored has its scores", () => {
  const words = [{ word: "bad", from: 0, to: 3, weight: -3 }];
  const old = { pNegative: null, pPositive: null, words };
  strictEqual(
    textOf({ ...NEGATIVE, ...old }),
    "negative by the word list: bad −3",
  );
});
