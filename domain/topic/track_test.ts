import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parseTrack } from "./track.ts";
import { cpuMs } from "../../tests/support/waiting.ts";

const TOPICS: Record<string, readonly [value: string, topics: string[]]> = {
  "one topic": ["trump", ["trump: trump"]],
  "a name and a query": [
    "trump, climate=(climate OR warming) lang:en -is:retweet",
    ["trump: trump", "climate: (climate OR warming) lang:en -is:retweet"],
  ],
  "commas in quotation marks and parentheses": [
    '"a, (b", x=(c, d OR "e)"), f',
    ['a-b: "a, (b"', 'x: (c, d OR "e)")', "f: f"],
  ],
  "= inside a query": ['"a=b"', ['a-b: "a=b"']],
  "a name in any script": ["トランプ=trump", ["トランプ: trump"]],
  "a name for an emoji": ["smile = 😀", ["smile: 😀"]],
  "commas with nothing between": [",a,, b,", ["a: a", "b: b"]],
  "the same topic twice": ["trump, Trump,trump", ["trump: trump"]],
  "one query under two names": ["a=x, b=x", ["a: x", "b: x"]],
};

for (const [name, [value, topics]] of Object.entries(TOPICS)) {
  Deno.test(`parseTrack() reads ${name}`, () => {
    const track = parseTrack(value);
    deepStrictEqual(track.problems, []);
    deepStrictEqual(
      track.topics.map(({ slug, query }) => `${slug}: ${query}`),
      topics,
    );
  });
}

const PROBLEMS: Record<string, readonly [value: string, problem: RegExp]> = {
  "no topic": [" , ", /^No topic/],
  "a query that cannot be read": [
    "a OR",
    /^Topic "a OR": Cannot read query: OR .*, at character 3$/,
  ],
  "a named query that cannot be read": [
    "x=a (b",
    /^Topic "x" with query "a \(b": .*, at character 3$/,
  ],
  "a name without a query": ["x=", /^Topic "x" with query "": .*empty/],
  "a name that leaves its folder": ["../x=a", /^Invalid topic name "\.\.\/x"/],
  "a name with a dot": ["a.b=c", /"a\.b".*1 to 64.*such as a-b/],
  "a name in capitals": ["Trump=a", /"Trump".*such as trump/],
  "an empty name": ["=a", /^Invalid topic name ""/],
  "an emoji without a name": ["😀", /^Topic "😀" .* name, such as mood=😀$/],
  "emoji without a name": ["😀 OR 👍", /give it a name/],
  "a word that makes no name": ["__", /give it a name/],
  "two topics of one name": [
    "trump, #trump",
    /^Duplicate topic "trump": "trump" and "#trump"/,
  ],
  "a long query, with its length": [
    "x=" + "a ".repeat(600),
    /"a a .*…" \(1199 characters\): .*at most 1024/,
  ],
  "1,001 topics": [
    Array.from({ length: 1_001 }, (_, i) => `w${i}`).join(),
    /^Too many topics: 1001, at most 1000$/,
  ],
};

for (const [name, [value, problem]] of Object.entries(PROBLEMS)) {
  Deno.test(`parseTrack() reports ${name}`, () => {
    const { problems } = parseTrack(value);
    strictEqual(problems.length, 1);
    match(problems[0]!, problem);
  });
}

Deno.test("parseTrack() reports every problem at once, and keeps the rest", () => {
  const { topics, problems } = parseTrack("a OR, fine, lang:en, B=c");
  deepStrictEqual(topics, [{ slug: "fine", query: "fine" }]);
  strictEqual(problems.length, 3);
});

Deno.test("parseTrack() splits behind a parenthesis that was never opened", () => {
  deepStrictEqual(parseTrack("a), b").topics, [{ slug: "b", query: "b" }]);
});

Deno.test("parseTrack() takes 1,000 topics", () => {
  const value = Array.from({ length: 1_000 }, (_, i) => `w${i}`).join();
  strictEqual(parseTrack(value).topics.length, 1_000);
});

Deno.test("parseTrack() takes no longer for a hostile value", () => {
  const start = cpuMs();
  parseTrack('("a,'.repeat(50_000));
  parseTrack("=".repeat(200_000));
  parseTrack("a".repeat(200_000));
  ok(cpuMs() - start < 500, "200 kB took over 500 ms");
});
