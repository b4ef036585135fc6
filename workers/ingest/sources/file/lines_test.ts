import { deepStrictEqual, match, ok } from "node:assert/strict";
import { readNastyRows, toLine } from "../../../../tests/support/recordings.ts";
import type { SourcePost } from "../source.ts";
import { MAX_SIZE } from "../post_fields.ts";
import { parseLine, parseTime } from "./lines.ts";

const encoder = new TextEncoder();
const NOW = Date.UTC(2026, 0, 31, 12);

function parseBytes(bytes: Uint8Array) {
  const kept = bytes.subarray(0, MAX_SIZE);
  return parseLine({ bytes: kept, size: bytes.length }, NOW);
}

const parse = (text: string) => parseBytes(encoder.encode(text));

const BARE: SourcePost = {
  id: "1",
  text: "hi",
  createdMs: NOW,
  lang: "und",
  author: null,
  url: null,
};

/** Lines and how their post differs from {@linkcode BARE}. */
const POSTS: Record<string, [line: string, post: Partial<SourcePost>]> = {
  "an id and a text": [`{"id":"1","text":"hi"}`, {}],
  "all fields": [
    `{"id":"1","created_at":"2009-05-04T18:54:25.000Z","text":"hi","lang":"en",
     "author":"ann","url":"https://a.test/1","topics":["x"],"is_rt":false}`
      .replaceAll("\n", ""),
    {
      createdMs: Date.UTC(2009, 4, 4, 18, 54, 25),
      lang: "en",
      author: "ann",
      url: "https://a.test/1",
    },
  ],
  "a time in the future": [
    `{"id":"1","text":"hi","created_at":"2026-01-31T12:00:01Z"}`,
    {},
  ],
  "a time that only a calendar reaches": [
    `{"id":"1","text":"hi","created_at":"9999-12-31T23:59:59Z"}`,
    {},
  ],
  "a byte order mark": [`\ufeff{"id":"1","text":"hi"}`, {}],
  "a carriage return at its end": [`{"id":"1","text":"hi"}\r`, {}],
  "a number as its id": [`{"id":17,"text":"hi"}`, { id: "17" }],
  "the highest safe number as its id": [
    `{"id":9007199254740991,"text":"hi"}`,
    { id: "9007199254740991" },
  ],
  "a long number in quotation marks": [
    `{"id":"1850000000000000001","text":"hi"}`,
    { id: "1850000000000000001" },
  ],
  "null wherever that is allowed": [
    `{"id":"1","text":"hi","created_at":null,"lang":null,"author":null,"url":null}`,
    {},
  ],
  "an empty text": [`{"id":"1","text":""}`, { text: "" }],
  "an empty author": [`{"id":"1","text":"hi","author":""}`, {}],
  "a lone surrogate": [
    String.raw`{"id":"1","text":"cut \ud83d","author":"\ude00"}`,
    { text: "cut \ufffd", author: "\ufffd" },
  ],
  "control characters": [
    String.raw`{"id":"\u00001","text":"a\u0000\u001b[31m\tb\nc\r"}`,
    { text: "a[31m\tb\nc" },
  ],
  "a language in capitals": [`{"id":"1","text":"hi","lang":"EN"}`, {
    lang: "en",
  }],
  "a language with a region": [`{"id":"1","text":"hi","lang":"pt_BR"}`, {
    lang: "pt",
  }],
  "a language that is none": [`{"id":"1","text":"hi","lang":"<b>"}`, {}],
  "an address that is not of the web": [
    `{"id":"1","text":"hi","url":"javascript:alert(1)"}`,
    {},
  ],
  "keys that every object has": [
    `{"id":"1","text":"hi","__proto__":{"author":"eve"},"constructor":null}`,
    {},
  ],
  "an emoji as its id": [`{"id":"😀","text":"hi"}`, { id: "😀" }],
};

for (const [what, [line, post]] of Object.entries(POSTS)) {
  Deno.test(`parseLine() takes a post with ${what}`, () => {
    deepStrictEqual(parse(line), { ...BARE, ...post });
  });
}

/** Lines that are no post, and why. */
const REJECTED: Record<string, [line: string, detail: RegExp]> = {
  "half an object": [`{"id":"1","text":"hi"`, /^The line is not JSON$/],
  "two objects": [`{"id":"1","text":"a"}{"id":"2","text":"b"}`, /not JSON/],
  "a page of HTML": ["<html>503</html>", /not JSON/],
  "NaN": ["NaN", /not JSON/],
  "nothing": ["", /^The line is empty$/],
  "white space": [" \t\r", /is empty/],
  "null": ["null", /^The line must be an object$/],
  "a string": [`"str"`, /must be an object/],
  "an array": ["[]", /^`id` is missing$/],
  "no id": [`{"text":"hi"}`, /^`id` is missing$/],
  "no text": [`{"id":"1"}`, /^`text` is missing$/],
  "null as its id": [`{"id":null,"text":"hi"}`, /^`id` must be a string or/],
  "null as its text": [`{"id":"1","text":null}`, /^`text` must be a string$/],
  "a list as its text": [`{"id":"1","text":["x"]}`, /`text` must be a string/],
  "an object as its text": [
    `{"id":"1","text":{"toString":1}}`,
    /`text` must be a string/,
  ],
  "an unsafe number as its id": [
    `{"id":1850000000000000001,"text":"hi"}`,
    /`id` must be a string or a whole number below 2\^53/,
  ],
  "a fraction as its id": [`{"id":1.5,"text":"hi"}`, /`id` must be a string/],
  "an empty id": [`{"id":"","text":"hi"}`, /`id` must not be empty/],
  "an id of control characters": [
    String.raw`{"id":"\u0000","text":"hi"}`,
    /`id` must not be empty/,
  ],
  "an id of 256 bytes": [
    `{"id":"${"é".repeat(128)}","text":"hi"}`,
    /`id` must have at most 255 bytes/,
  ],
  "a time that is none": [
    `{"id":"1","text":"hi","created_at":"yesterday"}`,
    /^`created_at` must be a date and time/,
  ],
  "a number as its time": [
    `{"id":"1","text":"hi","created_at":1424806552}`,
    /^`created_at` must be a string$/,
  ],
  "a number as its author": [
    `{"id":"1","text":"hi","author":7}`,
    /^`author` must be a string$/,
  ],
  "its fields in the prototype": [
    `{"__proto__":{"id":"1","text":"hi"}}`,
    /^`id` is missing$/,
  ],
  "30,000 levels": ["[".repeat(30_000) + "]".repeat(30_000), /`id` is missing/],
  "30,000 open brackets": ["[".repeat(30_000), /not JSON/],
};

for (const [what, [line, detail]] of Object.entries(REJECTED)) {
  Deno.test(`parseLine() rejects a line with ${what}`, () => {
    const rejection = parse(line);
    ok("reason" in rejection);
    deepStrictEqual(rejection.reason, "malformed");
    match(rejection.detail, detail);
  });
}

const NOT_UTF8: Record<string, number[]> = {
  "a byte of Latin-1": [0xe9],
  "half an emoji": [0xf0, 0x9f, 0x98],
  "an overlong slash": [0xc0, 0xaf],
  "a surrogate": [0xed, 0xa0, 0xbd],
};

for (const [what, bytes] of Object.entries(NOT_UTF8)) {
  Deno.test(`parseLine() rejects ${what} as not UTF-8`, () => {
    const line = [
      ...encoder.encode(`{"id":"1","text":"`),
      ...bytes,
      ...encoder.encode(`"}`),
    ];
    deepStrictEqual(parseBytes(Uint8Array.from(line)), {
      reason: "malformed",
      detail: "The line is not UTF-8",
    });
  });
}

Deno.test("parseLine() takes a line of 64 KiB and rejects one of a byte more", () => {
  const empty = `{"id":"1","text":""}`;
  const text = "x".repeat(MAX_SIZE - empty.length);
  deepStrictEqual(parse(`{"id":"1","text":"${text}"}`), { ...BARE, text });
  deepStrictEqual(parse(`{"id":"1","text":"${text}x"}`), {
    reason: "oversize",
    detail: "The line has 65537 bytes, more than 65536",
  });
});

Deno.test("parseLine() makes a post or a rejection of every hostile line", async () => {
  const rows = await readNastyRows();
  let posts = 0;
  for (const row of rows) {
    const parsed = parseBytes(toLine(row));
    if ("reason" in parsed) {
      match(parsed.reason, /^(malformed|oversize)$/);
      ok(parsed.detail.length < 200, parsed.detail);
    } else {
      ok(parsed.text.isWellFormed());
      deepStrictEqual(parsed.id, row.id);
      posts++;
    }
  }
  ok(posts > 0 && posts < rows.length);
});

const CASES: Record<string, string | null> = {
  "2009-05-04T18:54:25.000Z": "2009-05-04T18:54:25.000Z",
  "2009-05-04T18:54:25Z": "2009-05-04T18:54:25.000Z",
  "2015-02-24T11:35:52-08:00": "2015-02-24T19:35:52.000Z",
  "2015-02-24 11:35:52 -0800": "2015-02-24T19:35:52.000Z",
  "2015-02-24T11:35:52.123456+0530": "2015-02-24T06:05:52.123Z",
  " 2015-02-24t11:35:52z ": "2015-02-24T11:35:52.000Z",
  "2015-02-24 11:35:52": "2015-02-24T11:35:52.000Z",
  "2015-02-24T11:35": "2015-02-24T11:35:00.000Z",
  "2015-02-24": "2015-02-24T00:00:00.000Z",
  "Wed Oct 10 20:19:24 +0000 2018": "2018-10-10T20:19:24.000Z",
  "1970-01-01T00:00:00Z": "1970-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59Z": "9999-12-31T23:59:59.000Z",
  "1969-12-31T23:59:59Z": null,
  "0000-00-00T00:00:00Z": null,
  "+275760-09-13T00:00:00Z": null,
  "2015-13-01": null,
  "2015-02-24T25:00:00Z": null,
  "yesterday": null,
  "yesterday 1": null,
  "1424806552": null,
  "2015": null,
  "": null,
};

for (const [text, expected] of Object.entries(CASES)) {
  Deno.test(`parseTime() reads "${text}" as ${expected}`, () => {
    const ms = parseTime(text);
    deepStrictEqual(ms === null ? null : new Date(ms).toISOString(), expected);
  });
}

Deno.test("parseTime() reads a time without a zone alike on every machine", async () => {
  const module = new URL("lines.ts", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { parseTime } from "${module}";
      console.log(parseTime("2015-02-24T11:35:52"));`,
    ],
    env: { TZ: "America/New_York", NO_COLOR: "1" },
  }).output();
  const expected = Date.UTC(2015, 1, 24, 11, 35, 52);
  deepStrictEqual(new TextDecoder().decode(stdout).trim(), String(expected));
});
