import fc from "fast-check";
import {
  deepStrictEqual,
  doesNotThrow,
  ok,
  strictEqual,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { chooseLocale, withLocale } from "./locale.ts";
import {
  cached,
  formatChange,
  formatCount,
  formatPercent,
  formatSigned,
  formatSpan,
  formatStep,
} from "./numbers.ts";
import { timeTicks } from "./time_ticks.ts";
import { formatAgo, formatTime, type TimePrecision } from "./times.ts";

const CASES: [header: string | null, locale: string][] = [
  [null, "en-GB"],
  ["", "en-GB"],
  ["*", "en-GB"],
  ["de-DE", "de-DE"],
  ["DE-de", "de-DE"],
  ["de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "de-DE"],
  ["en;q=0.5, ja-JP;q=0.9", "ja-JP"],
  ["en-US; q = 0.4 , fr ; Q=0.5", "fr"],
  ["de;q=0, sv-SE", "sv-SE"],
  ["de;q=0", "en-GB"],
  ["de;q=never, pl", "pl"],
  ["tlh, xx-XX, ar-EG", "ar-EG"],
  ["de_DE, english, it-IT", "it-IT"],
  ["zh-Hant-TW", "zh-Hant-TW"],
  ["de-DE-1996-x-private", "de-DE"],
  ["ar-EG-u-nu-latn-ca-buddhist", "ar-EG"],
  ["en-GB-oed", "en-GB"],
  ["constructor, __proto__, toString", "en-GB"],
  ['"><script>alert(1)</script>, de', "de"],
  ["\u0000, \ud800, 日本語", "en-GB"],
  [";;;===,,,q=1;q=2,-,--,de-", "en-GB"],
  [`${"x".repeat(1_000)}, de`, "en-GB"],
  [`${"a-b,".repeat(1_000)}de`, "en-GB"],
];

for (const [header, locale] of CASES) {
  const named = JSON.stringify(header)?.slice(0, 60);
  Deno.test(`chooseLocale() takes ${named} for ${locale}`, () => {
    strictEqual(chooseLocale(header), locale);
  });
}

Deno.test("chooseLocale() gives of any header what Intl knows", () => {
  const subtags = fc.stringMatching(/^[A-Za-z\d]{1,8}$/);
  const tags = fc.array(subtags, { maxLength: 6 })
    .map((parts) => parts.join("-"));
  const headers = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(tags, fc.string())).map((parts) => parts.join(",")),
  );
  fc.assert(fc.property(headers, (header) => {
    const locale = chooseLocale(header);
    doesNotThrow(() => new Intl.DateTimeFormat(locale));
    ok(Intl.NumberFormat.supportedLocalesOf(locale).length === 1);
  }));
});

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

const LOCALE_CASES: Record<string, string[]> = {
  "en-GB": [
    ...["1,234,567", "38 %", "+1,234.5"],
    ...["3.2 times as many", "10 % fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "Mar 2014", "4 Mar 2014", "4 Mar", "14:05", "14:05:30"],
    "00:00",
  ],
  "de-DE": [
    ...["1.234.567", "38 %", "+1.234,5"],
    ...["3,2 times as many", "10 % fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "März 2014", "4. März 2014", "4. März", "14:05", "14:05:30"],
    "00:00",
  ],
  "en-US": [
    ...["1,234,567", "38%", "+1,234.5"],
    ...["3.2 times as many", "10% fewer", "7 min", "10 minutes", "12 s"],
    ...["2014", "Mar 2014", "Mar 4, 2014", "Mar 4", "2:05 PM", "2:05:30 PM"],
    "12:00 AM",
  ],
  "ar-EG": [
    ...["١٬٢٣٤٬٥٦٧", "٣٨٪\u061c", "\u061c+١٬٢٣٤٫٥"],
    ...["٣٫٢ times as many", "١٠٪\u061c fewer", "٧ min", "١٠ minutes", "١٢ s"],
    ...["٢٠١٤", "مارس ٢٠١٤", "٤ مارس ٢٠١٤", "٤ مارس", "٢:٠٥ م", "٢:٠٥:٣٠ م"],
    "١٢:٠٠ ص",
  ],
  "ja-JP": [
    ...["1,234,567", "38%", "+1,234.5"],
    ...["3.2 times as many", "10% fewer", "7 min", "10 minutes", "12 s"],
    ...["2014年", "2014年3月", "2014年3月4日", "3月4日", "14:05", "14:05:30"],
    "00:00",
  ],
};

for (const [locale, expected] of Object.entries(LOCALE_CASES)) {
  Deno.test(`numbers and times are written as in ${locale}`, () => {
    deepStrictEqual(withLocale(locale, words), expected);
  });
}

for (
  const locale of [...Object.keys(LOCALE_CASES), "pt-BR", "vi-VN", "zh-TW"]
) {
  Deno.test(`timeTicks() have room on their axis in ${locale}`, () => {
    for (const hours of [0.25, 1, 6, 24, 168, 720, 8_760, 87_600]) {
      const ticks = withLocale(
        locale,
        () => timeTicks(TIME, TIME + hours * 3_600),
      );
      const most = Math.max(...ticks.map(({ label }) => label.length));
      ok(ticks.length >= 2, `${hours} h: ${ticks.length}`);
      ok(ticks.length * most <= 42, ticks.map(({ label }) => label).join());
    }
  });
}

Deno.test("withLocale() holds across waits, for each of many at once", async () => {
  const locales = Object.keys(LOCALE_CASES);
  const written = locales.flatMap((locale) => [locale, locale])
    .map((locale, i) =>
      withLocale(locale, async () => {
        await delay(20 - i);
        const before = formatCount(1_234_567);
        await delay(i);
        return [before, formatCount(1_234_567)];
      })
    );
  deepStrictEqual(
    await Promise.all(written),
    locales.flatMap((locale) => {
      const [number] = LOCALE_CASES[locale]!;
      return [[number, number], [number, number]];
    }),
  );
  strictEqual(formatCount(1_234_567), "1,234,567");
});

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
