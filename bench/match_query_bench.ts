import { matchQuery, prepareText } from "../domain/query/match.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { readTestPosts, TOPICS } from "../tests/support/recordings.ts";

const POSTS = (await readTestPosts("vol_stocknet_2014_2015.ndjson.gz"))
  .slice(0, 1_000);

const TEN = TOPICS.map(parseQuery);
const HUNDRED = Array.from({ length: 10 }, () => TEN).flat();

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

for (const queries of [TEN, HUNDRED]) {
  const name = `matchQuery() with ${queries.length} topics, 1,000 posts`;
  Deno.bench(name, { group: "match" }, () => {
    let found = 0;
    for (const post of POSTS) {
      const document = prepareText(post);
      for (const query of queries) if (matchQuery(query, document)) found++;
    }
    if (found === 0) throw new Error("Nothing matched");
  });
}
