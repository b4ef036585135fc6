import fc from "fast-check";
import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { parseQuery } from "./parse.ts";
import { type Query, QuerySyntaxError } from "./query.ts";

const word = (word: string): Query => ({ kind: "word", word });
const A = word("a");
const B = word("b");
const C = word("c");

const TREES: Record<string, readonly [text: string, query: Query]> = {
  "a word, folded": ["TRUMP", word("trump")],
  "a word among punctuation": ["...Trump!", word("trump")],
  "a hyphened word as a phrase": [
    "coca-cola",
    { kind: "phrase", words: ["coca", "cola"] },
  ],
  "an apostrophe as a phrase": [
    "Trump’s",
    { kind: "phrase", words: ["trump", "s"] },
  ],
  "a phrase": [
    '"Climate  change!"',
    { kind: "phrase", words: ["climate", "change"] },
  ],
  "a phrase of one word as that word": ['"or"', word("or")],
  "operators inside a phrase as words": [
    '"a OR -b"',
    { kind: "phrase", words: ["a", "or", "b"] },
  ],
  "an emoji": ["😀", { kind: "emoji", emoji: "😀" }],
  "an emoji without its variation selector": [
    "❤\uFE0F",
    { kind: "emoji", emoji: "❤" },
  ],
  "an emoji in quotation marks": ['"❤"', { kind: "emoji", emoji: "❤" }],
  "an emoji of several characters": [
    "👩‍👩‍👧‍👦",
    { kind: "emoji", emoji: "👩‍👩‍👧‍👦" },
  ],
  "the key of a telephone as an emoji": [
    "#\uFE0F\u20E3",
    { kind: "emoji", emoji: "#\u20E3" },
  ],
  "a trade mark as punctuation": ["Freshet™", word("freshet")],
  "a hashtag": ["#MAGA", { kind: "hashtag", tag: "maga" }],
  "full width signs": [
    "＃a ＠b",
    {
      kind: "all",
      queries: [{ kind: "hashtag", tag: "a" }, { kind: "mention", user: "b" }],
    },
  ],
  "a cashtag": ["$AAPL", { kind: "cashtag", tag: "aapl" }],
  "a class of shares": ["$BRK.B", { kind: "cashtag", tag: "brk.b" }],
  "a user": ["@POTUS", { kind: "mention", user: "potus" }],
  "a user with a host": [
    "@ann.bsky.social",
    { kind: "mention", user: "ann.bsky.social" },
  ],
  "an author": ["from:POTUS", { kind: "from", user: "potus" }],
  "an author with @": ["FROM:@ann", { kind: "from", user: "ann" }],
  "an author that is a number of characters and signs": [
    "from:did:plc:abc",
    { kind: "from", user: "did:plc:abc" },
  ],
  "a space as AND": ["a b", { kind: "all", queries: [A, B] }],
  "OR as OR": ["a OR b", { kind: "any", queries: [A, B] }],
  "or as a word": ["a or", { kind: "all", queries: [A, word("or")] }],
  "AND before OR": [
    "a OR b c",
    { kind: "any", queries: [A, { kind: "all", queries: [B, C] }] },
  ],
  "parentheses before AND": [
    "(a OR b) c",
    { kind: "all", queries: [{ kind: "any", queries: [A, B] }, C] },
  ],
  "needless parentheses": ["((a))", A],
  "parentheses without spaces": [
    "a(b)c",
    { kind: "all", queries: [A, B, C] },
  ],
  "- before one thing": [
    'a -"b c" -#d',
    {
      kind: "all",
      queries: [
        A,
        { kind: "not", operator: { kind: "phrase", words: ["b", "c"] } },
        { kind: "not", operator: { kind: "hashtag", tag: "d" } },
      ],
    },
  ],
  "a language": [
    "a lang:pt_BR",
    { kind: "all", queries: [A, { kind: "lang", lang: "pt" }] },
  ],
  "what a post holds": [
    "a has:links is:retweet",
    {
      kind: "all",
      queries: [A, { kind: "has", what: "links" }, { kind: "retweet" }],
    },
  ],
  "what only narrows beside something else": [
    "(lang:en OR -b) a",
    {
      kind: "all",
      queries: [{
        kind: "any",
        queries: [
          { kind: "lang", lang: "en" },
          { kind: "not", operator: { kind: "word", word: "b" } },
        ],
      }, A],
    },
  ],
  "other spaces than a space": ["a\n\u3000b", {
    kind: "all",
    queries: [A, B],
  }],
  "a time of day": ["10:30", { kind: "phrase", words: ["10", "30"] }],
};

for (const [name, [text, query]] of Object.entries(TREES)) {
  Deno.test(`parseQuery() reads ${name}`, () => {
    deepStrictEqual(parseQuery(text), query);
  });
}

const ERRORS: Record<string, readonly [text: string, at: number, RegExp]> = {
  "an empty query": [" ", 1, /query is empty/],
  "empty parentheses": ["a ()", 3, /empty parentheses/],
  "an open parenthesis": ["a (b", 3, /unmatched "\("/],
  "an open parenthesis at the end": ["a (", 3, /unmatched "\("/],
  "a parenthesis too many": ["a b)", 4, /unmatched "\)"/],
  "an open quotation mark": ['a "b', 3, /unmatched quotation mark/],
  "a phrase glued to a word": ['a"b"', 2, /missing space/],
  "a word glued to a phrase": ['"a"b', 4, /missing space/],
  "words near each other": ['"a b"~3', 6, /proximity/],
  "OR at the start": ["OR a", 1, /both sides/],
  "OR at the end": ["a OR", 3, /both sides/],
  "OR before a parenthesis": ["(a OR) b", 4, /both sides/],
  "two ORs": ["a OR OR b", 3, /both sides/],
  "AND": ["a AND b", 3, /space means AND/],
  "NOT": ["a NOT b", 3, /- means NOT/],
  "- before a group": ["a -(b OR c)", 3, /group/],
  "- before a space": ["a - b", 3, /directly followed/],
  "- at the end": ["a -", 3, /directly followed/],
  "two -": ["a --b", 3, /one term/],
  "- before OR": ["a -OR b", 3, /one term/],
  "- alone": ["-a", 1, /only narrow/],
  "a language alone": ["lang:en", 1, /only narrow/],
  "only what narrows": ["has:links -a is:retweet", 1, /only narrow/],
  "a branch that does not stand alone": [
    "a OR b OR lang:en",
    11,
    /only narrow/,
  ],
  "a branch inside that does not stand alone": ["(a OR -b) lang:en", 7, /only/],
  "an unknown operator": ["a foo:bar", 3, /unknown operator "foo:"/],
  "an operator of X that needs more": [
    "a place:rome",
    3,
    /place: is not supported/,
  ],
  "has: of X": ["a has:images", 3, /has:images is not supported/],
  "has: unknown": ["a has:fun", 3, /has: supports links/],
  "is: of X": ["a is:reply", 3, /is:reply is not supported/],
  "is: unknown": ["a is:fun", 3, /is: supports only retweet/],
  "from: without a user": ["from: a", 1, /needs a user/],
  "from: before a phrase": ['from:"a"', 1, /needs a user/],
  "lang: without a language": ["a lang:english!", 3, /needs a language/],
  "a link": ["a https://trump.com", 3, /link/],
  "a hashtag with a hyphen": ["a #b-c", 3, /hashtag/],
  "a hashtag without a letter": ["#2024", 1, /hashtag/],
  "an amount of money": ["$100", 1, /cashtag/],
  "a user that is none": ["@!", 1, /user/],
  "punctuation alone": ["a &", 3, /no word and no emoji/],
  "an empty phrase": ['""', 1, /no word and no emoji/],
  "emoji without spaces": ["😀😀", 1, /spaces between/],
  "a word glued to an emoji": [
    "a trump❤\uFE0F",
    3,
    /put a space between "trump"/,
  ],
  "curly quotation marks": ["a “b”", 3, /use " instead of “/],
  "a dash": ["a –b", 3, /use - instead of –/],
  "too many characters": ["a ".repeat(513), 1025, /1026 characters/],
  "too many parentheses": ["(".repeat(33) + "a" + ")".repeat(33), 33, /deep/],
};

for (const [name, [text, character, detail]] of Object.entries(ERRORS)) {
  Deno.test(`parseQuery() refuses ${name}, and says where`, () => {
    throws(() => parseQuery(text), (error) => {
      if (!(error instanceof QuerySyntaxError)) return false;
      strictEqual(error.position, character - 1);
      match(error.message, detail);
      match(error.message, new RegExp(`, at character ${character}$`));
      return true;
    });
  });
}

Deno.test("parseQuery() counts an emoji as one character and two units", () => {
  throws(() => parseQuery("😀 )"), { position: 3, message: /character 3$/ });
});

Deno.test("parseQuery() takes 1,024 characters and 32 parentheses", () => {
  parseQuery("😀 ".repeat(512));
  deepStrictEqual(parseQuery("(".repeat(32) + "a" + ")".repeat(32)), A);
});

Deno.test("parseQuery() reads any text or says where it cannot", () => {
  const piece = fc.constantFrom(
    ...'a|b| |OR|-|(|)|"|#|@|$|:|from:|lang:en|has:links|😀|\uFE0F|é|\uD800|~'
      .split("|"),
  );
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (text) => {
      try {
        parseQuery(text);
      } catch (error) {
        if (!(error instanceof QuerySyntaxError)) throw error;
        strictEqual(error.position >= 0 && error.position <= text.length, true);
      }
    }),
    { numRuns: 3_000 },
  );
});
