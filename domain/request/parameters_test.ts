import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { choiceIn, withParams } from "./address.ts";
import {
  ParameterError,
  parseChoice,
  parseInstant,
  parseInteger,
  parseTopics,
} from "./parameters.ts";

const SCALES = ["absolute", "indexed"] as const;

for (
  const [address, expected] of [
    ["/compare?topics=a&scale=indexed", "indexed"],
    ["/compare?scale=logarithmic", "absolute"],
    ["/compare", "absolute"],
  ]
) {
  Deno.test(`choiceIn() reads ${expected} from ${address}`, () => {
    strictEqual(choiceIn(address!, "scale", SCALES), expected);
  });
}

Deno.test("ParameterError says what was wrong, with the value", () => {
  const error = new ParameterError("limit", 'a"b', "a number");
  strictEqual(
    error.message,
    'limit must be a number: current value is "a\\"b"',
  );
  strictEqual(error.parameter, "limit");
  strictEqual(error.value, 'a"b');
});

Deno.test("ParameterError says that there was no value", () => {
  const { message } = new ParameterError("kind", null, "one of a, b");
  strictEqual(message, "kind must be one of a, b: current value is not set");
});

Deno.test("ParameterError quotes no more than the head of a long value", () => {
  const { message } = new ParameterError("q", "x".repeat(10_000), "short");
  ok(message.length < 200 && message.endsWith('x"…'));
});

const CHOICES = ["csv", "ndjson"] as const;
const parse = (query: string) =>
  parseChoice(new URLSearchParams(query), "format", CHOICES);

Deno.test("parseChoice() reads one of its choices", () => {
  strictEqual(parse("format=csv"), "csv");
});

for (const query of ["", "format="]) {
  Deno.test(`parseChoice() falls back if it is given "${query}"`, () => {
    const params = new URLSearchParams(query);
    const options = { fallback: "ndjson" };
    strictEqual(parseChoice(params, "format", CHOICES, options), "ndjson");
    const none = { fallback: undefined };
    strictEqual(parseChoice(params, "format", CHOICES, none), undefined);
  });
}

for (const query of ["", "format=", "format=CSV", "format=xml", "format=0"]) {
  Deno.test(`parseChoice() refuses "${query}"`, () => {
    throws(() => parse(query), {
      name: "ParameterError",
      parameter: "format",
      message: /^format must be one of csv, ndjson: current value is /,
    });
  });
}

const CASES: [text: string, expected: number | null][] = [
  ["0", 0],
  ["1514764800", 1_514_764_800],
  ["2018-01-01", 1_514_764_800],
  ["2018-01-01T00:00", 1_514_764_800],
  ["2018-01-01 00:00:00", 1_514_764_800],
  ["2018-01-01T00:00:00.999Z", 1_514_764_800],
  ["2018-01-01T01:00:00+01:00", 1_514_764_800],
  [" 2018-01-01 ", 1_514_764_800],
  ["", null],
  ["-1", null],
  ["1e9", null],
  ["2018", 2_018],
  ["2018-13-01", null],
  ["1969-12-31", null],
  ["9999999999999", null],
  ["yesterday", null],
  ["Infinity", null],
];

for (const [text, expected] of CASES) {
  Deno.test(`parseInstant() reads "${text}" as ${expected}`, () => {
    strictEqual(parseInstant(text), expected);
  });
}

const parseParameters = (query: string) =>
  parseInteger(new URLSearchParams(query), "n", { min: 1, max: 500 });

const GOOD: Record<string, number | undefined> = {
  "n=1": 1,
  "n=500": 500,
  "n=007": 7,
  "n=": undefined,
  "m=3": undefined,
};

for (const [query, expected] of Object.entries(GOOD)) {
  Deno.test(`parseInteger() reads "${query}" as ${expected}`, () => {
    strictEqual(parseParameters(query), expected);
  });
}

const BAD = ["0", "501", "-1", "1.5", "1e2", "0x10", " 1", "ten", "NaN", "١"];

for (const value of [...BAD, "9".repeat(400)]) {
  Deno.test(`parseInteger() refuses ${value.slice(0, 20)}`, () => {
    throws(
      () => parseParameters(new URLSearchParams({ n: value }).toString()),
      {
        name: "ParameterError",
        parameter: "n",
        value,
      },
    );
  });
}

Deno.test("parseInteger() takes no number that it could not tell from the next", () => {
  const params = new URLSearchParams({ n: "9007199254740993" });
  throws(() => parseInteger(params, "n", { min: 0 }), ParameterError);
});

const PARSE_TOPICS_CASES: [query: string, slugs: string[]][] = [
  ["", []],
  ["topics=", []],
  ["topics=a,b", ["a", "b"]],
  ["topics=a%2C+b,,a", ["a", "b"]],
  ["topics=b&range=1h&topics=a,b", ["b", "a"]],
];

for (const [query, slugs] of PARSE_TOPICS_CASES) {
  Deno.test(`parseTopics() reads ${JSON.stringify(slugs)} from "${query}"`, () => {
    deepStrictEqual(parseTopics(new URLSearchParams(query)), slugs);
  });
}

const WITH_PARAMS_CASES: [string, Record<string, string | null>, string][] = [
  ["/t/trump", {}, "/t/trump"],
  ["/t/trump", { range: "1h" }, "/t/trump?range=1h"],
  ["/t/trump?range=1h", { range: null }, "/t/trump"],
  [
    "/t/a?range=1h&mood=positive",
    { range: "6h" },
    "/t/a?range=6h&mood=positive",
  ],
  [
    "/t/%C3%A4",
    { term: "hashtag:a&b=c" },
    "/t/%C3%A4?term=hashtag%3Aa%26b%3Dc",
  ],
  ["/compare?topics=a,b", { range: "1h" }, "/compare?topics=a,b&range=1h"],
  ["/?a=1", { b: null }, "/?a=1"],
];

for (const [address, changes, expected] of WITH_PARAMS_CASES) {
  Deno.test(`withParams() makes ${expected} of ${address}`, () => {
    strictEqual(withParams(address, changes), expected);
  });
}
