import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { clampCreated, headOf } from "./post_fields.ts";

const NOW = Date.UTC(2026, 6, 4, 12);
const DAY = 86_400_000;

const CASES: readonly [string, createdMs: number, expected: number][] = [
  ["takes a believable time as it is", NOW - 3_600_000, NOW - 3_600_000],
  ["takes a time of a day ago", NOW - DAY, NOW - DAY],
  ["takes the time of an old post", Date.UTC(2014, 5, 1), Date.UTC(2014, 5, 1)],
  ["takes the time of receipt for 1970", 0, NOW],
  ["takes the time of receipt for the year 1601", Date.UTC(1601, 0, 1), NOW],
  ["takes the time of receipt for a second from now", NOW + 1_000, NOW],
  ["takes the time of receipt for the year 2999", Date.UTC(2999, 0, 1), NOW],
  ["takes the time of receipt for no time", NaN, NOW],
  ["takes the time of receipt for the beginning of all time", -Infinity, NOW],
  ["takes the time of receipt for the end of all time", Infinity, NOW],
  ["gives whole milliseconds", NOW - 0.5, NOW - 1],
];

for (const [does, createdMs, expected] of CASES) {
  Deno.test(`clampCreated() ${does}`, () => {
    strictEqual(clampCreated(createdMs, NOW), expected);
  });
}

const encoder = new TextEncoder();

Deno.test("headOf() keeps what is short", () => {
  deepStrictEqual(headOf("{é😀"), encoder.encode("{é😀"));
  deepStrictEqual(headOf(new Uint8Array([0xff, 0])), new Uint8Array([0xff, 0]));
  strictEqual(headOf("").length, 0);
});

for (const letter of ["a", "é", "語", "😀", "\ud800"]) {
  Deno.test(`headOf() cuts a long text of ${JSON.stringify(letter)} at 512 bytes`, () => {
    const text = letter.repeat(1_000);
    deepStrictEqual(headOf(text), encoder.encode(text).slice(0, 512));
  });
}

Deno.test("headOf() holds on to no more memory than it keeps", () => {
  const bytes = headOf(new Uint8Array(1_000_000));
  strictEqual(bytes.buffer.byteLength, 512);
  strictEqual(headOf("語".repeat(1_000)).buffer.byteLength, 512);
});
