import Sentiment from "sentiment";
import { scoreText } from "../domain/sentiment/score.ts";
import { extractTerms } from "../domain/sentiment/terms.ts";
import { readTestPosts } from "../tests/support/recordings.ts";

const plain = new Sentiment({}) as unknown as {
  analyze(text: string): unknown;
};

const ORDINARY = new Map(
  await Promise.all(
    ["vol_trump_account_2009_2018", "vol_stocknet_2014_2015"].map(
      async (name) => {
        const posts = await readTestPosts(`${name}.ndjson.gz`);
        return [name, posts.slice(-1_000)] as const;
      },
    ),
  ),
);

for (const [name, posts] of ORDINARY) {
  const group = `${name}, ${posts.length} posts`;

  Deno.bench("the package alone", { group, baseline: true }, () => {
    for (const { text } of posts) plain.analyze(text);
  });

  Deno.bench("scoreText()", { group }, () => {
    for (const { text } of posts) scoreText(text);
  });

  Deno.bench("scoreText() and extractTerms()", { group }, () => {
    for (const post of posts) extractTerms(post, scoreText(post.text));
  });
}

const HOSTILE: Record<string, string> = {
  "letters": "a",
  "brackets": "(",
  "at signs": "@",
  "hosts": "http://a.",
  "marks": "\u0301",
  "emoji chains": "👩‍",
  "bad words": "bad ",
};

for (const [name, piece] of Object.entries(HOSTILE)) {
  const text = piece.repeat(10_240 / piece.length);
  Deno.bench(`10 kB of ${name}`, { group: "hostile" }, () => {
    extractTerms({ text, lang: "und" }, scoreText(text));
  });
}
