import { strictEqual, throws } from "node:assert/strict";
import { checkRule } from "../../../../tests/support/fakes/x_rules.ts";
import { RuleError, toRule } from "./to_rule.ts";

const CASES: Readonly<Record<string, string>> = {
  "trump": "trump",
  "  a   b\n c ": "a b c",
  "(climate OR warming) lang:en -is:retweet":
    "(climate OR warming) lang:en -is:retweet",
  "a(b OR c)d": "a (b OR c) d",
  '"new  york" -"old york"': '"new york" -"old york"',
  "climate-change": '"climate-change"',
  "don't": '"don\'t"',
  "＃Ärger ＠Ann $TSLA": "#Ärger @Ann $TSLA",
  "FROM:@Ann": "from:Ann",
  "-from:@Ann x": "-from:Ann x",
  "x HAS:Links IS:Retweet": "x has:links is:retweet",
  "x lang:he": "x lang:iw",
  "x lang:ID": "x lang:in",
  "x lang:zh_tw": "x lang:zh-TW",
  "x lang:pt-BR": "x lang:pt",
  "x lang:iw": "x lang:iw",
  "x lang:fil": "x lang:tl",
  "😀 OR ❤️": "😀 OR ❤️",
  "トランプ": "トランプ",
};

for (const [query, rule] of Object.entries(CASES)) {
  Deno.test(`toRule() writes ${JSON.stringify(query)} as X does`, () => {
    strictEqual(toRule(query), rule);
    strictEqual(checkRule(rule), null);
  });
}

Deno.test("toRule() refuses what becomes too long", () => {
  const query = Array(255).fill("a.b").join(" "); // quotation marks make it longer
  strictEqual(query.length, 1_019);
  throws(() => toRule(query), RuleError);
});

Deno.test("toRule() refuses what is no query", () => {
  throws(() => toRule("-trump"), SyntaxError);
  throws(() => toRule("x".repeat(10_000)), SyntaxError);
});
