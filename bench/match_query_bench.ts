import { prepareText } from "../domain/query/match.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { createQueryIndex } from "../domain/query/query_index.ts";
import { foldText, tokensOf } from "../domain/text/tokens.ts";
import { readTestPosts, TOPICS } from "../tests/support/recordings.ts";

const POSTS = (await readTestPosts("vol_stocknet_2014_2015.ndjson.gz"))
  .slice(0, 1_000);

const TEN = TOPICS.map(parseQuery);

/** What a sub-string search would cost, which is wrong but as cheap as it gets. */
Deno.bench("includes() of 10 words, 1,000 posts", {
  group: "match",
  baseline: true,
}, () => {
  const words =
    "trump climate $aapl nasdaq #stocks @cnbc pepsi 🚀 tesla earnings"
      .split(" ");
  let found = 0;
  for (const { text } of POSTS) {
    const lower = text.toLowerCase();
    for (const word of words) if (lower.includes(word)) found++;
  }
  if (found === 0) throw new Error("Nothing matched");
});

Deno.bench("prepareText(), 1,000 posts", { group: "match" }, () => {
  for (const post of POSTS) prepareText(post);
});

/** Each of them names what no other names, as topics do; some also match. */
function manyTopics(count: number) {
  const words = [
    ...new Set(
      POSTS.flatMap(({ text }) =>
        tokensOf(foldText(text)).filter((word) => /^\p{L}{3,}$/u.test(word))
      ),
    ),
  ];
  const more = Array.from({ length: count - TEN.length }, (_, i) => {
    const word = words[(i * 7_919) % words.length]!;
    return parseQuery(
      i % 2 === 0 ? `"${word} price" OR #t${i}` : `${word} more`,
    );
  });
  return createQueryIndex([...TEN, ...more]);
}

for (const count of [10, 100, 1_000, 5_000]) {
  const index = manyTopics(count);
  const name = `createQueryIndex() with ${count} topics, 1,000 posts`;
  Deno.bench(name, { group: "match" }, () => {
    let found = 0;
    for (const post of POSTS) found += index.find(prepareText(post)).length;
    if (found === 0) throw new Error("Nothing matched");
  });
}
