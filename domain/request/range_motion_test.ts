import { deepStrictEqual } from "node:assert/strict";
import type { Motion } from "../live/window.ts";
import type { PageRange } from "./range.ts";
import { rangeMotion } from "./range_motion.ts";

const NOW = 10_000;
const past = { kind: "custom", from: 1_000, to: 9_000 } as const;

const CASES: [
  name: string,
  range: PageRange,
  end: number,
  motion: Motion | null,
][] = [
  ["an hour slides", { kind: "1h", from: 6_400, to: NOW }, 10_020, {
    slides: true,
    until: null,
  }],
  ["a time without end grows", { ...past, to: NOW, isOpen: true }, 10_020, {
    slides: false,
    until: null,
  }],
  ["a time that ends later grows to its end", { ...past, to: 10_300 }, 10_020, {
    slides: false,
    until: 10_300,
  }],
  ["a time that is over rests", past, 9_000, null],
  ["all that is stored grows if it reaches now", { kind: "all" }, 10_020, {
    slides: false,
    until: null,
  }],
  ["all that is stored rests if it is old", { kind: "all" }, 5_000, null],
];

for (const [name, range, end, motion] of CASES) {
  Deno.test(`rangeMotion(): ${name}`, () => {
    deepStrictEqual(rangeMotion(range, end, NOW * 1_000), motion);
  });
}
