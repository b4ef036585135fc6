import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { entitiesOf } from "./entities.ts";

/** Everything found, as one line: signs, names in order, `link` at the end. */
function show(text: string): string {
  const { links, hashtags, cashtags, mentions } = entitiesOf(text);
  return [
    ...Array.from(hashtags, (tag) => `#${tag}`),
    ...Array.from(cashtags, (tag) => `$${tag}`),
    ...Array.from(mentions, (user) => `@${user}`),
    ...(links ? ["link"] : []),
  ].join(" ");
}

const CASES: Record<string, readonly [text: string, found: string]> = {
  "tags, users and links": [
    "#a $b @c https://t.co/x",
    "#a $b @c link",
  ],
  "the whole name": ["#climate_2030!", "#climate_2030"],
  "full width signs": ["＃トランプ ＠ann", "#トランプ @ann"],
  "signs behind punctuation": [".@ann (#tag) -$cash", "#tag $cash @ann"],
  "signs behind an emoji with a variation selector": ["❤\uFE0F#tag", "#tag"],
  "no sign inside a word": ["ann@example a#b us$c", ""],
  "no sign inside a link": ["http://a.b/#c/@d/$e", "link"],
  "signs after a link": ["http://a.b/ #c", "#c link"],
  "no hashtag without a letter": ["we are #1 #2024", ""],
  "no hashtag in the code of a character": ["it&#x27;s", ""],
  "no amount of money": ["$100 $5k", ""],
  "handles with a host, also without it": [
    "@ann.bsky.social. @bob@example.org",
    "@ann @ann.bsky.social @bob @bob@example.org",
  ],
  "classes of shares, also without them": ["$brk.b", "$brk $brk.b"],
  "a link that is cut off": ["-- http://…", "link"],
  "no link without an address": ["http:// https:// x", ""],
  "no link without its scheme": ["www.trump.com", ""],
  "no key of a telephone": ["#\uFE0F\u20E3 *\uFE0F\u20E3", ""],
};

for (const [name, [text, found]] of Object.entries(CASES)) {
  Deno.test(`entitiesOf() finds ${name}`, () => {
    strictEqual(show(text), found);
  });
}

Deno.test("entitiesOf() is not confused by names of objects' members", () => {
  deepStrictEqual(
    [...entitiesOf("#constructor #__proto__").hashtags],
    ["constructor", "__proto__"],
  );
});
