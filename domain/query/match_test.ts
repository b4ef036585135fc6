import fc from "fast-check";
import { ok, strictEqual } from "node:assert/strict";
import { holdsRun, type MatchInput, matchQuery, prepareText } from "./match.ts";
import { parseQuery } from "./parse.ts";
import { cpuMs } from "../../tests/support/waiting.ts";

Deno.test("holdsRun() agrees with a search in joined text", () => {
  const words = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 });
  fc.assert(
    fc.property(
      words,
      fc.array(fc.constantFrom("a", "b"), {
        minLength: 1,
        maxLength: 5,
      }),
      (tokens, run) => {
        strictEqual(
          holdsRun(tokens, run),
          tokens.join("").includes(run.join("")),
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

Deno.test("holdsRun() takes no longer for words that repeat", () => {
  const tokens = Array.from({ length: 50_000 }, () => "a");
  const run = [...Array.from({ length: 5_000 }, () => "a"), "b"];
  const start = cpuMs();
  strictEqual(holdsRun(tokens, run), false);
  ok(cpuMs() - start < 50, "50,000 words took over 50 ms");
});

function matches(query: string, post: string | Partial<MatchInput>): boolean {
  const given = typeof post === "string" ? { text: post } : post;
  const whole = { text: "", author: null, lang: "und", ...given };
  return matchQuery(parseQuery(query), prepareText(whole));
}

type Case = readonly [query: string, post: string | Partial<MatchInput>];

const MATCHES: Record<string, Case> = {
  "a word in any case": ["trump", "TRUMP wins"],
  "a word in a hashtag": ["trump", "vote #Trump"],
  "a word in a mention": ["trump", "hi @trump"],
  "a word before 's": ["trump", "Trump's wall"],
  "a word in an address": ["trump", "see www.trump.com"],
  "a word in a link": ["trump", "https://trump.com/x"],
  "a word glued to an emoji": ["trump", "❤\uFE0FTrump🇺🇸"],
  "a word in an unspaced script, whole": ["トランプ", "「トランプ」が"],
  "a decomposed letter": ["été", "e\u0301te\u0301"],
  "a decomposed letter in the query": ["e\u0301te\u0301", "Été"],
  "ss for ß": ["strasse", "Straße"],
  "a Greek word in capitals": ["οδος", "ΟΔΟΣ"],
  "a phrase over punctuation": ['"climate change"', "Climate-change!"],
  "a phrase after a false start": ['"a a b"', "a a a b"],
  "a hyphened word without its hyphen": ["coca-cola", "Coca Cola"],
  "both words, in any order": ["a b", "b a"],
  "either word": ["a OR b", "b"],
  "OR after AND": ["a b OR c", "c"],
  "what is not excluded": ["a -b", "a c"],
  "an emoji": ["😀", "hi😀there"],
  "an emoji in spite of a variation selector": ["❤", "I ❤\uFE0F it"],
  "an emoji in spite of a missing variation selector": ["❤\uFE0F", "I ❤ it"],
  "a flag among flags": ["🇺🇸", "🇩🇪🇺🇸"],
  "a hashtag in any case": ["#maga", "so #MAGA!"],
  "a full width hashtag": ["#トランプ", "＃トランプ"],
  "a cashtag": ["$aapl", "buy $AAPL, now"],
  "a mention in any case": ["@potus", ".@POTUS said"],
  "an author in any case": ["from:ann", { author: "Ann" }],
  "an author with @": ["from:@ann", { author: "@ann" }],
  "a language": ["a lang:en", { text: "a", lang: "en" }],
  "a language of a country": ["a lang:en", { text: "a", lang: "en-GB" }],
  "a language in any manner": ["a lang:pt-br", { text: "a", lang: "pt_BR" }],
  "a language where a country is asked": [
    "a lang:en-GB",
    { text: "a", lang: "en" },
  ],
  "a language by its older tag": ["a lang:iw", { text: "a", lang: "he" }],
  "a link": ["a has:links", "a http://b.c"],
  "any hashtag": ["a has:hashtags", "a #b"],
  "any mention": ["a has:mentions", "a @b"],
  "any cashtag": ["a has:cashtags", "a $b"],
  "a retweet": ["a is:retweet", "RT @ann: a"],
  "a post that is not a retweet": ["a -is:retweet", "a RT @ann"],
  "full width letters": ["trump 2020", "ＴＲＵＭＰ ２０２０"],
  "half width Katakana": ["トランプ", "ﾄﾗﾝﾌﾟ氏"],
  "a word inside a run": ["地震", "また地震です"],
  "a word at the beginning of a run": ["東京", "東京で地震"],
  "a word at the end of a run, beside an emoji": ["地震", "また地震😱"],
  "a word in a longer hashtag": ["地震", "#地震速報"],
  "a single letter of a run": ["雨", "大雨です"],
  "two words of one run": ["東京 地震", "東京で地震"],
  "a phrase in one run": ['"東京 地震"', "東京地震です"],
  "a phrase over a space in runs": ['"東京 地震"', "大東京、地震だ"],
  "a long word with a false start": ["ああい", "あああい"],
  "a Latin word beside a run": ["iphone", "新iPhone発売"],
  "a word of two scripts": ["iPhone発売", "新iPhone発売中"],
  "digits beside a run": ["2020", "東京2020"],
  "a phrase of two scripts": ['"東京 2020"', "東京2020"],
  "a name with a middle dot": ["ジョン・レノン", "ジョンレノンの曲"],
  "a word before the prolonged sound mark": ["データ", "データーベース"],
  "a word with Chinese zeros": ["二〇二〇年", "二〇二〇年度"],
  "a Thai word": ["น้ำท่วม", "วันนี้น้ำท่วมหนัก"],
  "a Khmer word over a break": ["ភ្នំពេញ", "នៅភ្នំ​ពេញថ្ងៃ"],
  "a Lao word": ["ລາວ", "ປະເທດລາວ"],
  "a Burmese word": ["မြန်မာ", "ဒီမြန်မာနိုင်ငံ"],
  "a Korean word with a particle": ["서울", "오늘 서울에서"],
  "a Korean phrase with particles": ['"서울 지진"', "서울에서 지진이 났다"],
  "a Latin word with a Korean particle": ["bts", "BTS는 왔다"],
  "a Latin word and a Korean particle": ["bts는", "오늘 BTS는"],
  "digits before a Korean word": ["2024년", "2024년에"],
  "an İ for an i": ["istanbul", "İSTANBUL"],
  "another apostrophe": ["don't", "don’t donʼt"],
  "names of objects' members": [
    "constructor __proto__",
    "__proto__ constructor",
  ],
};

for (const [name, [query, post]] of Object.entries(MATCHES)) {
  Deno.test(`matchQuery() finds ${name}`, () => {
    strictEqual(matches(query, post), true);
  });
}

const MISSES: Record<string, Case> = {
  "part of a word": ["trump", "realDonaldTrump trumpet"],
  "a letter without its mark": ["été", "ete"],
  "a letter with a mark": ["ete", "été"],
  "a word split by a zero width space": ["trump", "tru\u200Bmp"],
  "mathematical letters": ["trump", "𝐭𝐫𝐮𝐦𝐩"],
  "i for the dotless ı": ["kadin", "kadın"],
  "a word over two runs": ["東京", "東 京"],
  "a word over a comma": ["東京", "東、京"],
  "another letter of the same base": ["ก", "กำ"],
  "the base of a letter with a mark": ["ハ", "バ"],
  "part of a Latin word beside a run": ["phone", "新iPhone発売"],
  "part of a number beside a run": ["202", "東京2020"],
  "a longer hashtag in a run": ["#地震", "#地震速報"],
  "a Korean word within another": ["민국", "대한민국"],
  "a Korean word that ends otherwise": ["서울에서", "서울에"],
  "a Korean word before digits, shorter": ["한2024", "한국2024"],
  "a phrase with letters between": ['"東京 地震"', "東京で地震"],
  "a phrase in another order": ['"climate change"', "change climate"],
  "a phrase with a word between": ['"climate change"', "climate of change"],
  "a phrase across the end": ['"a b"', "b a"],
  "only one of both words": ["a b", "a"],
  "neither word": ["a OR b", "c"],
  "what is excluded": ["a -b", "a b"],
  "part of an emoji": ["👍", "👍🏽"],
  "a member of an emoji family": ["👩", "👩‍👩‍👧‍👦"],
  "two halves of flags": ["🇺🇸", "🇩🇺🇸🇪"],
  "a longer hashtag": ["#maga", "#MAGA2024"],
  "a word for a hashtag": ["#maga", "maga"],
  "a hashtag inside a word": ["#b", "a#b"],
  "a hashtag inside a link": ["#b", "http://a.com/#b"],
  "an address for a mention": ["@trump", "ann@trump.com"],
  "a hashtag for a cashtag": ["$b", "#b"],
  "an amount of money for a cashtag": ["a has:cashtags", "a $5"],
  "a mention for an author": ["from:ann", { text: "@ann", author: "bob" }],
  "an unknown author": ["from:ann", { author: null }],
  "another language": ["a lang:en", { text: "a", lang: "de" }],
  "a language that begins alike": ["a lang:en", { text: "a", lang: "enm" }],
  "a scheme without an address": ["a has:links", "a http:// b"],
  "rt in lower case": ["a is:retweet", "rt @ann: a"],
  "RT without a name": ["a is:retweet", "RT a"],
};

for (const [name, [query, post]] of Object.entries(MISSES)) {
  Deno.test(`matchQuery() leaves out ${name}`, () => {
    strictEqual(matches(query, post), false);
  });
}
