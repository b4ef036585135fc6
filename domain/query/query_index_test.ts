import { deepStrictEqual, ok } from "node:assert/strict";
import { readTestPosts } from "../../tests/support/recordings.ts";
import { cpuMs } from "../../tests/support/waiting.ts";
import { foldText, tokensOf } from "../text/tokens.ts";
import { matchQuery, prepareText } from "./match.ts";
import { parseQuery } from "./parse.ts";
import type { Query } from "./query.ts";
import { createQueryIndex } from "./query_index.ts";

const FILES = [
  "vol_stocknet_2014_2015.ndjson.gz",
  "vol_trump_account_2009_2018.ndjson.gz",
  "nasty_handmade.ndjson.gz",
  "nasty_emoji.ndjson.gz",
];
const POSTS = (await Promise.all(FILES.map(readTestPosts)))
  .flatMap((posts) => posts.slice(0, 1_500));

/** Queries of many shapes, of the words of posts and of words that none has. */
function makeQueries(count: number): Query[] {
  const words = [
    ...new Set(
      POSTS.flatMap(({ text }) =>
        tokensOf(foldText(text)).filter(({ length }) =>
          length > 3 && length < 100
        )
      ),
    ),
  ];
  const word = (i: number) => words[(i * 7_919) % words.length]!;
  const shapes = [
    (i: number) => word(i),
    (i: number) => `the ${word(i)} -rt`,
    (i: number) => `"${word(i)} ${word(i + 1)}"`,
    (i: number) => `(${word(i)} OR @${word(i + 1)}) lang:en`,
    (i: number) => `$stock${i} OR (has:links new${i})`,
    (i: number) => `topic${i} OR 東京${i} OR 서울${i}`,
    (i: number) => `from:user${i} OR (🚀 ${word(i)})`,
  ];
  return Array.from(
    { length: count },
    (_, i) => parseQuery(shapes[i % shapes.length]!(i)),
  );
}

Deno.test("createQueryIndex() finds of 5,000 topics what comparing each of them finds", () => {
  const queries = [
    ...makeQueries(5_000),
    ...["$aapl OR trump", "👍 OR 🇺🇸 OR 1️⃣", "東 OR 서울", "from:a"].map(
      parseQuery,
    ),
  ];
  const index = createQueryIndex(queries);
  let matches = 0;
  for (const post of POSTS.filter((_, i) => i % 5 === 0)) {
    const document = prepareText(post);
    const wanted = [...queries.keys()]
      .filter((i) => matchQuery(queries[i]!, document));
    deepStrictEqual(index.find(prepareText(post)), wanted, post.text);
    matches += wanted.length;
  }
  ok(matches > 100, `only ${matches} matched`);
});

Deno.test("createQueryIndex() takes twice the time of 10 topics for 5,000 at most", () => {
  const [ten, many] = [10, 5_000].map((count) =>
    createQueryIndex(makeQueries(count))
  );
  const times = [Infinity, Infinity];
  for (let round = 0; round < 120; round++) {
    for (const [i, index] of [ten!, many!].entries()) {
      const start = cpuMs();
      for (const post of POSTS) index.find(prepareText(post));
      times[i] = Math.min(times[i]!, cpuMs() - start);
    }
    if (round > 3 && times[1]! <= 2 * times[0]!) break;
  }
  const ratio = times[1]! / times[0]!;
  ok(ratio <= 2, `it takes ${ratio.toFixed(1)} times as long`);
});
