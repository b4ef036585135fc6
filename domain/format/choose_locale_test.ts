import { doesNotThrow, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { chooseLocale } from "./choose_locale.ts";

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
