import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatBlueskyPosition, parseBlueskyPosition } from "./progress.ts";

const NOW = Date.UTC(2026, 6, 4, 12);

Deno.test("parseBlueskyPosition() reads what formatBlueskyPosition() writes", () => {
  for (const host of ["jetstream1.us-east.bsky.network", "[::1]:6008"]) {
    const position = { host, timeUs: NOW * 1_000 + 7 };
    const text = formatBlueskyPosition(position);
    deepStrictEqual(parseBlueskyPosition(text, NOW), position);
  }
});

Deno.test("parseBlueskyPosition() takes clocks to differ by up to a minute", () => {
  const timeUs = (NOW + 60_000) * 1_000;
  deepStrictEqual(parseBlueskyPosition(`a ${timeUs}`, NOW)?.timeUs, timeUs);
  strictEqual(parseBlueskyPosition(`a ${timeUs + 1}`, NOW), null);
});

for (
  const text of [
    "",
    "a",
    "a ",
    " 7",
    "a b",
    "a -7",
    "a 7 b",
    "a 1e9",
    "7",
    '{"line":7}',
    "a 99999999999999999999",
  ]
) {
  Deno.test(`parseBlueskyPosition() does not know "${text}"`, () => {
    strictEqual(parseBlueskyPosition(text, NOW), null);
  });
}
