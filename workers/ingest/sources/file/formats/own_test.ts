import { deepStrictEqual, match, ok } from "node:assert/strict";
import {
  readNastyRows,
  toLine,
} from "../../../../../tests/support/recordings.ts";
import type { SourcePost } from "../../source.ts";
import { MAX_SIZE } from "../../post_fields.ts";
import { parseJsonLine } from "../../lines.ts";
import { parseJson } from "../../x/client.ts";
import { readOwn } from "./own.ts";
import { createContext, refuse } from "./reading.ts";

const encoder = new TextEncoder();
const NOW = Date.UTC(2026, 0, 31, 12);

function parseBytes(bytes: Uint8Array) {
  const kept = bytes.subarray(0, MAX_SIZE);
  const line = { bytes: kept, size: bytes.length };
  const json = parseJsonLine(line, parseJson) ?? refuse("The line is empty");
  if ("reason" in json) return { reason: json.reason, detail: json.detail };
  const reading = readOwn(json.value, createContext(NOW));
  if (reading.kind === "rejected") {
    const { kind: _, part: __, ...rejection } = reading;
    return rejection;
  }
  ok(reading.kind === "post");
  return reading.post;
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
  "a number above 2^53 as its id, every digit of it": [
    `{"id":1850000000000000001,"text":"hi"}`,
    { id: "1850000000000000001" },
  ],
  "a number as its author": [`{"id":"1","text":"hi","author":7}`, {}],
  "a number as its language": [`{"id":"1","text":"hi","lang":5}`, {}],
  "a list as its address": [`{"id":"1","text":"hi","url":["x"]}`, {}],
  "seconds since 1970 as its time": [
    `{"id":"1","text":"hi","created_at":1424806552}`,
    { createdMs: 1_424_806_552_000 },
  ],
  "milliseconds since 1970 as its time": [
    `{"id":"1","text":"hi","created_at":1424806552123}`,
    { createdMs: 1_424_806_552_123 },
  ],
  "the time as exports write it": [
    `{"id":"1","text":"hi","createdAt":"2015-02-24T11:35:52Z"}`,
    { createdMs: Date.UTC(2015, 1, 24, 11, 35, 52) },
  ],
  "an emoji as its id": [`{"id":"😀","text":"hi"}`, { id: "😀" }],
};

for (const [what, [line, post]] of Object.entries(POSTS)) {
  Deno.test(`readOwn() takes a post with ${what}`, () => {
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
  "an array": ["[]", /must be an object/],
  "no id": [`{"text":"hi"}`, /^`id` is missing$/],
  "no text": [`{"id":"1"}`, /^`text` is missing$/],
  "null as its id": [`{"id":null,"text":"hi"}`, /^`id` is missing$/],
  "an object as its id": [`{"id":{},"text":"hi"}`, /^`id` is no id$/],
  "null as its text": [`{"id":"1","text":null}`, /^`text` must be a string$/],
  "a list as its text": [`{"id":"1","text":["x"]}`, /`text` must be a string/],
  "an object as its text": [
    `{"id":"1","text":{"toString":1}}`,
    /`text` must be a string/,
  ],
  "an id that lost its digits": [
    `{"id":1.85e18,"text":"hi"}`,
    /^`id` has lost its digits: Excel/,
  ],
  "a fraction as its id": [
    `{"id":1.5,"text":"hi"}`,
    /`id` has lost its digits/,
  ],
  "an empty id": [`{"id":"","text":"hi"}`, /`id` is missing/],
  "an id of control characters": [
    String.raw`{"id":"\u0000","text":"hi"}`,
    /`id` is no id/,
  ],
  "an id of 256 bytes": [
    `{"id":"${"é".repeat(128)}","text":"hi"}`,
    /`id` has over 255 bytes/,
  ],
  "a time that is none": [
    `{"id":"1","text":"hi","created_at":"yesterday"}`,
    /^`created_at` must be a date and time/,
  ],
  "a small number as its time": [
    `{"id":"1","text":"hi","created_at":17}`,
    /^`created_at` must be a date and time/,
  ],
  "its fields in the prototype": [
    `{"__proto__":{"id":"1","text":"hi"}}`,
    /^`id` is missing$/,
  ],
  "30,000 levels": [
    "[".repeat(30_000) + "]".repeat(30_000),
    /must be an object|not JSON/,
  ],
  "30,000 open brackets": ["[".repeat(30_000), /not JSON/],
};

for (const [what, [line, detail]] of Object.entries(REJECTED)) {
  Deno.test(`readOwn() rejects a line with ${what}`, () => {
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
  Deno.test(`readOwn() rejects ${what} as not UTF-8`, () => {
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

Deno.test("readOwn() takes a line of 64 KiB and rejects one of a byte more", () => {
  const empty = `{"id":"1","text":""}`;
  const text = "x".repeat(MAX_SIZE - empty.length);
  deepStrictEqual(parse(`{"id":"1","text":"${text}"}`), { ...BARE, text });
  deepStrictEqual(parse(`{"id":"1","text":"${text}x"}`), {
    reason: "oversize",
    detail: "The line has 65537 bytes, more than 65536",
  });
});

Deno.test("readOwn() makes a post or a rejection of every hostile line", async () => {
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
