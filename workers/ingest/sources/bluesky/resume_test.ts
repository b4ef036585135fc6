import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { WAITS } from "./connection.ts";
import {
  formatBlueskyPosition,
  parseBlueskyPosition,
  retryWait,
} from "./resume.ts";

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

Deno.test("retryWait() doubles its bound from 1 s to 30 s after a try at once", () => {
  const bounds = Array.from(
    { length: 8 },
    (_, i) => retryWait(i + 1, WAITS, () => 1) / 1_000,
  );
  deepStrictEqual(bounds, [0, 1, 2, 4, 8, 16, 30, 30]);
  strictEqual(retryWait(5_000, WAITS, () => 1), 30_000);
});

Deno.test("retryWait() waits anything up to its bound", () => {
  strictEqual(retryWait(4, WAITS, () => 0), 0);
  strictEqual(retryWait(4, WAITS, () => 0.25), 1_000);
  const waits = Array.from({ length: 500 }, () => retryWait(4, WAITS));
  ok(Math.min(...waits) < 400 && Math.max(...waits) > 3_600);
});
