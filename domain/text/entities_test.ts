import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readTestPosts } from "../../tests/support/recordings.ts";
import { EMOJI, hostOf, LINK, MENTION } from "./entities.ts";
import { graphemesOf } from "./tokens.ts";

function all(source: string, text: string): string[] {
  return text.match(new RegExp(source, "gv")) ?? [];
}

const EMOJI_CASES: Record<string, string[]> = {
  "love😍": ["😍"],
  "❤️❤": ["❤️", "❤"],
  "👍🏽👨‍👩‍👧‍👦": ["👍🏽", "👨‍👩‍👧‍👦"],
  "🇺🇸🇺🇸🇬": ["🇺🇸", "🇺🇸"],
  "1️⃣ #⃣ 12": ["1️⃣", "#⃣"],
  "Freshet™ © ™️": ["™️"],
  "☺︎ vs ☺": ["☺︎", "☺"],
};
for (const [text, emoji] of Object.entries(EMOJI_CASES)) {
  Deno.test(`EMOJI finds ${emoji.join(" ")} in ${JSON.stringify(text)}`, () => {
    deepStrictEqual(all(EMOJI, text), emoji);
  });
}

Deno.test("EMOJI takes each emoji of Unicode as one", async () => {
  const posts = await readTestPosts("nasty_emoji.ndjson.gz");
  for (const { text } of posts) {
    for (const grapheme of graphemesOf(text)) {
      if (!/\p{RGI_Emoji}/v.test(grapheme)) continue;
      deepStrictEqual(all(EMOJI, grapheme), [grapheme]);
    }
  }
  ok(posts.length > 0);
});

const MENTION_CASES: Record<string, string[]> = {
  "@ann, @Bob_1!": ["@ann", "@Bob_1"],
  "＠ann": ["＠ann"],
  "@ann.bsky.social.": ["@ann.bsky.social"],
  "@my-name.example": ["@my-name.example"],
  "@bob@mastodon.social": ["@bob@mastodon.social"],
  "@user.What @user...then": ["@user", "@user"],
  "@user.thanks_all": ["@user"],
  "@9.46 @CL.1": ["@9", "@CL"],
  "@ @@ @!": [],
  "@дмитрий": ["@дмитрий"],
};
for (const [text, mentions] of Object.entries(MENTION_CASES)) {
  Deno.test(`MENTION finds ${mentions} in "${text}"`, () => {
    deepStrictEqual(all(MENTION, text), mentions);
  });
}

const LINK_CASES: Record<string, string[]> = {
  "see https://t.co/a?b#c, then": ["https://t.co/a?b#c,"],
  "loudhttp://x.co": ["http://x.co"],
  "HTTPS://X.CO/😍": ["HTTPS://X.CO/"],
  '<a href="http://x.co/bad">': ["http://x.co/bad"],
  "www.good.com": ["www.good.com"],
  "http:// www. https:/x": [],
};
for (const [text, links] of Object.entries(LINK_CASES)) {
  Deno.test(`LINK finds ${links} in ${JSON.stringify(text)}`, () => {
    deepStrictEqual(all(LINK, text), links);
  });
}

const CASES: Record<string, string | null> = {
  "https://t.co/abc": "t.co",
  "HTTP://WWW.Example.COM:8080/x?y#z": "example.com",
  "https://news.bbc.co.uk": "news.bbc.co.uk",
  "https://user:word@host.example/": "host.example",
  "https://www2.example.com": "www2.example.com",
  "http://münchen.de/x": "xn--mnchen-3ya.de",
  "https://t.co).": "t.co",
  "https://t.co/abc…": "t.co",
  "https://t.c…": null,
  "https://a..b/": null,
  "https://.../": null,
  "https://": null,
  "https:///path": null,
  "https://a b": null,
  "http://x.co)bad/": null,
  "http://[::1]/": null,
  "http://999.999.999.999/": null,
  "javascript:alert(1)": null,
  "www.example.com": null,
};

for (const [link, host] of Object.entries(CASES)) {
  Deno.test(`hostOf() reads ${JSON.stringify(link)} as ${host}`, () => {
    strictEqual(hostOf(link), host);
  });
}

Deno.test("hostOf() looks no further than a name can be long", () => {
  strictEqual(hostOf(`https://${"a.".repeat(200)}b/`), null);
});
