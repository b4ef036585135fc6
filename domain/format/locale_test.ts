import { deepStrictEqual, ok } from "node:assert/strict";
import { inLocale } from "../../tests/support/in_locale.ts";
import { cached } from "./cached.ts";
import { formatAgo } from "./format_ago.ts";
import { formatCount } from "./format_count.ts";
import { formatPercent } from "./format_percent.ts";
import { formatScore } from "./format_score.ts";
import { formatSigned } from "./format_signed.ts";
import { formatSpan } from "./format_span.ts";
import { formatStep } from "./format_step.ts";
import { formatChange } from "./numbers.ts";
import { timeTicks } from "./time_ticks.ts";
import { formatTime, type TimePrecision } from "./times.ts";

const PRECISIONS: TimePrecision[] = [
  ...["year", "month", "day", "date", "minute", "second"] as const,
];

/** 4 March 2014, 14:05:30 UTC. */
const TIME = Date.UTC(2014, 2, 4, 14, 5, 30) / 1_000;
const MIDNIGHT = Date.UTC(2014, 2, 4) / 1_000;

/** All that the pages write, and blanks that do not break as others. */
function words(): string[] {
  return [
    formatCount(1_234_567),
    formatPercent(3, 8),
    formatScore(-29, 100),
    formatScore(-1, 1_000),
    formatSigned(1_234.5),
    formatChange(32, 10).words,
    formatChange(9, 10).words,
    formatSpan(7 * 60),
    formatStep(600),
    formatAgo(0, 12_000),
    ...PRECISIONS.map((precision) => formatTime(TIME, precision, "UTC")),
    formatTime(MIDNIGHT, "minute", "UTC"),
  ].map((text) => text.replace(/[\u00a0\u202f]/g, " "));
}

const CASES: Record<string, string[]> = {
  "en-GB": [
    ...["1,234,567", "38 %", "−0.29", "0.00", "+1,234.5"],
    ...["3.2 times as many", "10 % fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "Mar 2014", "4 Mar 2014", "4 Mar", "14:05", "14:05:30"],
    "00:00",
  ],
  "de-DE": [
    ...["1.234.567", "38 %", "−0,29", "0,00", "+1.234,5"],
    ...["3,2 times as many", "10 % fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "März 2014", "4. März 2014", "4. März", "14:05", "14:05:30"],
    "00:00",
  ],
  "en-US": [
    ...["1,234,567", "38%", "−0.29", "0.00", "+1,234.5"],
    ...["3.2 times as many", "10% fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "Mar 2014", "Mar 4, 2014", "Mar 4", "2:05 PM", "2:05:30 PM"],
    "12:00 AM",
  ],
  "ar-EG": [
    ...["١٬٢٣٤٬٥٦٧", "٣٨٪\u061c", "\u061c−٠٫٢٩", "٠٫٠٠", "\u061c+١٬٢٣٤٫٥"],
    ...["٣٫٢ times as many", "١٠٪\u061c fewer", "٧ min", "١٠ minutes", "١٢ s"],
    ...["٢٠١٤", "مارس ٢٠١٤", "٤ مارس ٢٠١٤", "٤ مارس", "٢:٠٥ م", "٢:٠٥:٣٠ م"],
    "١٢:٠٠ ص",
  ],
  "ja-JP": [
    ...["1,234,567", "38%", "−0.29", "0.00", "+1,234.5"],
    ...["3.2 times as many", "10% fewer", "7 min", "10 minutes", "12 s"],
    ...["2014年", "2014年3月", "2014年3月4日", "3月4日", "14:05", "14:05:30"],
    "00:00",
  ],
};

for (const [locale, expected] of Object.entries(CASES)) {
  Deno.test(`numbers and times are written as in ${locale}`, () => {
    deepStrictEqual(inLocale(locale, words), expected);
  });
}

for (const locale of [...Object.keys(CASES), "pt-BR", "vi-VN", "zh-TW"]) {
  Deno.test(`timeTicks() have room on their axis in ${locale}`, () => {
    for (const hours of [0.25, 1, 6, 24, 168, 720, 8_760, 87_600]) {
      const ticks = inLocale(
        locale,
        () => timeTicks(TIME, TIME + hours * 3_600),
      );
      const most = Math.max(...ticks.map(({ label }) => label.length));
      ok(ticks.length >= 2, `${hours} h: ${ticks.length}`);
      ok(ticks.length * most <= 42, ticks.map(({ label }) => label).join());
    }
  });
}

Deno.test("cached() makes a thing once, and keeps only so many", () => {
  const known = new Map<string, number>();
  let made = 0;
  for (let i = 0; i < 1_000; i++) {
    cached(known, `${i}`, () => made++);
    cached(known, `${i}`, () => made++);
    ok(known.size <= 100);
  }
  deepStrictEqual(made, 1_000);
});
