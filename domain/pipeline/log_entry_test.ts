import { deepStrictEqual, ok } from "node:assert/strict";
import { scorePost } from "./log_entry.ts";
import { SCORER_VERSION } from "../sentiment/model.ts";

Deno.test("scorePost() counts words but for the topic's own, and lists what the post holds", () => {
  const post = {
    text: "Great climate, bad #weather",
    lang: "en",
    entities: { mentions: ["Ann"] },
  };
  const { score, pNegative, pPositive, ...rest } = scorePost(
    post,
    new Set(["great"]),
  );
  deepStrictEqual(rest, {
    positive: 0,
    negative: 1,
    decision: "negative",
    scorer: SCORER_VERSION,
    terms: [
      { kind: "negative", term: "bad" },
      { kind: "hashtag", term: "weather" },
      { kind: "mention", term: "ann" },
      { kind: "lang", term: "en" },
    ],
  });
  deepStrictEqual(Math.sign(score), -1);
  ok(pNegative > 0.5 && pPositive < 0.2);
});
