import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { KNOWN_EMOJI, naiveMatch } from "../../tests/support/naive_match.ts";
import { type MatchInput, matchQuery, prepareText } from "./match.ts";
import { parseQuery } from "./parse.ts";
import type { Query, QueryOperator } from "./query.ts";
import { createQueryIndex } from "./query_index.ts";

function stands(query: Query): boolean {
  if (query.kind === "all") return query.queries.some(stands);
  if (query.kind === "any") return query.queries.every(stands);
  return !["not", "lang", "has", "retweet"].includes(query.kind);
}

function print(query: Query): string {
  switch (query.kind) {
    case "word":
      return query.word;
    case "phrase":
      return `"${query.words.join(" ")}"`;
    case "emoji":
      return query.emoji;
    case "hashtag":
      return `#${query.tag}`;
    case "cashtag":
      return `$${query.tag}`;
    case "mention":
      return `@${query.user}`;
    case "from":
      return `from:${query.user}`;
    case "lang":
      return `lang:${query.lang}`;
    case "has":
      return `has:${query.what}`;
    case "retweet":
      return "is:retweet";
    case "not":
      return `-${print(query.operator)}`;
    case "all":
      return query.queries.map(group).join(" ");
    case "any":
      return query.queries.map(group).join(" OR ");
  }
}

function group(query: Query): string {
  return "queries" in query ? `(${print(query)})` : print(query);
}

const NAMES =
  "trump été strasse οδοσ ab b kadın izmir トラ 東京 京 서울 서 บก ab東京 b서울 京b2"
    .split(" ");
const name = fc.constantFrom(...NAMES);
const operator: fc.Arbitrary<QueryOperator> = fc.oneof(
  name.map((word) => ({ kind: "word" as const, word })),
  fc.array(name, { minLength: 2, maxLength: 3 })
    .map((words) => ({ kind: "phrase" as const, words })),
  fc.constantFrom(...KNOWN_EMOJI).map((emoji) => ({
    kind: "emoji" as const,
    emoji,
  })),
  name.map((tag) => ({ kind: "hashtag" as const, tag })),
  name.map((tag) => ({ kind: "cashtag" as const, tag })),
  name.map((user) => ({ kind: "mention" as const, user })),
  name.map((user) => ({ kind: "from" as const, user })),
  fc.constantFrom("en", "de").map((lang) => ({ kind: "lang" as const, lang })),
  fc.constantFrom("links", "hashtags", "mentions", "cashtags")
    .map((what) => ({ kind: "has" as const, what } as QueryOperator)),
  fc.constant({ kind: "retweet" as const }),
);
const query = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    operator,
    operator.map((operator) => ({ kind: "not" as const, operator })),
    fc.array(tie("query"), { minLength: 2, maxLength: 3 })
      .map((queries) => ({ kind: "all" as const, queries })),
    fc.array(tie("query"), { minLength: 2, maxLength: 3 })
      .map((queries) => ({ kind: "any" as const, queries })),
  ),
})).query;

const piece = fc.oneof(
  name,
  fc.constantFrom(
    ..."TRUMP|E\u0301te\u0301|ete|Straße|ΟΔΟΣ|οδος|kadin|realDonaldTrump|𝐛|ａｂ"
      .split("|"),
    ..."İZMİR|ﾄﾗ|ﾄ|東|京|ー|에서|울|บก|ก|１|2".split("|"),
    ..."#|@|$|＃|＠|_|1|'s|.|-|RT @|http://|https://|\u200B|\uFE0F|\uD83D"
      .split("|"),
    ..." |  |\n".split("|"),
    ...KNOWN_EMOJI,
    "❤\uFE0F",
  ),
);
const names = fc.array(name, { maxLength: 2 });
const post: fc.Arbitrary<MatchInput> = fc.record({
  text: fc.array(fc.oneof(piece, fc.constant(" ")), { maxLength: 14 })
    .map((pieces) => pieces.join("")),
  author: fc.oneof(name, fc.constantFrom("TRUMP", "Ab", null)),
  lang: fc.constantFrom("en", "en-GB", "EN", "de-AT", "und"),
});

Deno.test("parseQuery() refuses exactly what does not stand alone", () => {
  fc.assert(
    fc.property(query, (query) => {
      const text = print(query);
      fc.pre(text.length <= 1_024);
      if (stands(query)) parseQuery(text);
      else throws(() => parseQuery(text), /only narrow a search/);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("parseQuery() reads back what was printed from a query", () => {
  fc.assert(
    fc.property(query, (query) => {
      const text = print(query);
      fc.pre(stands(query) && text.length <= 1_024);
      deepStrictEqual(parseQuery(text), query);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("matchQuery() agrees with an evaluator that is simple rather than fast", () => {
  let matches = 0;
  fc.assert(
    fc.property(query, post, (query, post) => {
      fc.pre(print(query).length <= 1_000);
      // Beside a word, anything stands; matching then leaves the word out again.
      const whole = parseQuery(`trump (${print(query)})`);
      ok(whole.kind === "all");
      const found = matchQuery(whole.queries[1]!, prepareText(post));
      strictEqual(found, naiveMatch(query, post));
      if (found) matches++;
    }),
    { numRuns: 20_000 },
  );
  ok(matches > 2_000, `only ${matches} of 20,000 matched`);
});

Deno.test("createQueryIndex() finds what comparing every query finds", () => {
  const queries = fc.array(query, { minLength: 1, maxLength: 30 });
  const given = fc.option(
    fc.record({ hashtags: names, mentions: names, cashtags: names }),
  );
  const alias = fc.option(name);
  let matches = 0;
  fc.assert(
    fc.property(
      queries,
      fc.array(fc.tuple(post, given, alias), { minLength: 1, maxLength: 10 }),
      (queries, posts) => {
        const index = createQueryIndex(queries);
        for (const [post, entities, alias] of posts) {
          const whole = { ...post, alias, ...(entities && { entities }) };
          const document = prepareText(whole);
          const wanted = [...queries.keys()]
            .filter((i) => matchQuery(queries[i]!, document));
          deepStrictEqual(index.find(prepareText(whole)), wanted);
          matches += wanted.length;
        }
      },
    ),
    { numRuns: 3_000 },
  );
  ok(matches > 10_000, `only ${matches} matched`);
});
