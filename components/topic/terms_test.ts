import { deepStrictEqual } from "node:assert/strict";
import { withLiveWords } from "./terms.ts";

Deno.test("withLiveWords() takes counts from the stream and previous counts from the request", () => {
  const rows = [{ term: "good", count: 1, before: 3 }];
  const hashtag = [{ term: "otters", count: 2, before: 0 }];
  const words = {
    positive: [{ term: "great", count: 5 }, { term: "good", count: 4 }],
    negative: [],
  };
  deepStrictEqual(withLiveWords({ positive: rows, hashtag }, words), {
    positive: [
      { term: "great", count: 5 },
      { term: "good", count: 4, before: 3 },
    ],
    negative: [],
    hashtag,
  });
});
