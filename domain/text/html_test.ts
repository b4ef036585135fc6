import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readNastyRows } from "../../tests/support/recordings.ts";
import { htmlToText } from "./html.ts";
import { cpuMs } from "../../tests/support/waiting.ts";

const LONG = "https://example.org/a/long/way?to=go&and=back";

const CASES: Record<string, readonly [html: string, text: string]> = {
  "paragraphs and breaks": [
    "<p>Hello<br>world</p><p>again<br /></p>\n<p>and</p>",
    "Hello\nworld\nagain\nand",
  ],
  "an empty line": ["a<br><br><br><br>b", "a\n\nb"],
  "white space": ["<p> a \n\t b</p> <b> c </b> <i> d", "a b\nc d"],
  "items of a list": ["<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"],
  "the whole address of a link": [
    `see <a href="${
      LONG.replace("&", "&amp;")
    }" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/way?to=go&amp;and=back</span></a>!`,
    `see ${LONG}!`,
  ],
  "the words of a link too": [
    `<a href='https://a.example/x'>read <b>this</b></a> now`,
    "read this https://a.example/x now",
  ],
  "an address that is shown cut off": [
    `<a href=https://www.a.example/xyz>a.example/x…</a>`,
    "https://www.a.example/xyz",
  ],
  "a link that is never closed": [
    `<a href="https://a.example/">one <a href="https://b.example/">two`,
    "one https://a.example/ two https://b.example/",
  ],
  "only the words of a link that leads nowhere": [
    `<a href="javascript:alert(1)">a</a> <a href="/b">b</a> <a>c</a> <a href="data:text/html,x">d</a>`,
    "a b c d",
  ],
  "mentions as they are shown": [
    `<span class="h-card"><a class="u-url mention" href="https://b.example/@bob">@<span>bob</span></a></span> and <a class="mention" href="https://c.example/@c">@c@c.example</a>`,
    "@bob and @c@c.example",
  ],
  "hashtags": [
    `<a href="https://a.example/tags/x" class="mention hashtag" rel="tag">#<span>music</span></a>s`,
    "#musics",
  ],
  "custom emoji": [
    `:blobcat: <img class="emoji" alt=":party_parrot:" src="x"><img alt="a photo" src=x>`,
    ":blobcat: :party_parrot:",
  ],
  "character references": [
    "&lt;b&gt; &amp;amp; &quot;&#39;&apos; &#x1F600;&#128512; &eacute;&nbsp;&hellip; &#150; &#0;&#xD800;&#99999999999;",
    `<b> &amp; "'' 😀😀 é\u00A0… – \uFFFD\uFFFD\uFFFD`,
  ],
  "references without a semicolon, as browsers do": ["a&amp b", "a& b"],
  "what only looks like a reference": [
    "AT&T R&D &; &#; &nope; ",
    "AT&T R&D &; &#; &nope;",
  ],
  "signs that are no tags": ["I <3 you, 1 < 2 > 0 <", "I <3 you, 1 < 2 > 0 <"],
  "nothing of scripts and styles": [
    "a<script>alert('</p>')</script><STYLE>p{}</STYLE ><title>t</title>b<script>c",
    "ab",
  ],
  "nothing of comments": [
    "a<!-- <b> -->b<!doctype html>c<?x y>d</ e>f<!--",
    "abcdf",
  ],
  "tags with signs in their attributes": [
    `<p title="a>b" data-x='<i>' don't>c</p>`,
    "c",
  ],
  "text before a tag that is cut off": [`a <b title="never closed> c`, "a"],
  "text without tags": ["plain", "plain"],
  "nothing": ["<p></p><br>", ""],
};

for (const [name, [html, text]] of Object.entries(CASES)) {
  Deno.test(`htmlToText() reads ${name}`, () => {
    strictEqual(htmlToText(html).text, text);
  });
}

Deno.test("htmlToText() lists the links, each once, without those of mentions and hashtags", () => {
  const { links } = htmlToText(
    `<a href="https://A.example">x</a> <a href="https://a.example/">y</a>
     <a href="ftp://b.example">z</a> <a class="hashtag" href="https://c.example">#c</a>
     <a class="mention" href="https://d.example">@d</a> <a href="http://e.example/?a&amp;b">e</a>`,
  );
  deepStrictEqual(links, ["https://a.example/", "http://e.example/?a&b"]);
});

Deno.test("htmlToText() leaves no tag and no scripted address of hostile texts", async () => {
  for (const { id, text } of await readNastyRows()) {
    if (text === undefined) continue;
    const { links } = htmlToText(text);
    for (const link of links) ok(/^https?:\/\//.test(link), `${id}: ${link}`);
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const squeeze = (value: string) =>
      value.replace(/[ \t\r\n\f]+/g, " ").replace(/^ | $/g, "");
    strictEqual(htmlToText(escaped).text, squeeze(text), id);
  }
});

Deno.test("htmlToText() reads whatever it is given", () => {
  const piece = fc.constantFrom(
    ..."<>/!-=\"'& ;#",
    "a",
    "script",
    "p",
    "href",
    "br",
    "https://x.example",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
    const { text, links } = htmlToText(pieces.join(""));
    strictEqual(text, text.replace(/^[ \n]+|[ \n]+$/g, ""));
    ok(links.every((link) => URL.canParse(link)));
  }));
});

const UNITS = [
  "<",
  "<a ",
  "<a href='https://x.example'>",
  "<p>",
  "<!--",
  "<!",
  "</",
  "<b x=",
  '<b x="',
  "<script>",
  "&",
  "&#",
  "&a",
  " ",
  "&#32;",
  "<b> ",
  "<br>",
  "</script",
  "<a href=https://x.example>y",
  "x=",
  "\"'",
];

for (const unit of UNITS) {
  Deno.test(`htmlToText() takes linear time for many times ${JSON.stringify(unit)}`, () => {
    const msFor = (count: number) => {
      const html = unit.repeat(count);
      const startMs = cpuMs();
      htmlToText(html);
      return cpuMs() - startMs;
    };
    msFor(1_000);
    const [few, many] = [msFor(10_000), msFor(160_000)];
    // 16 times as much would take 256 times as long if time grew with the square.
    ok(many < 64 * few + 100, `${few} ms for 10,000, ${many} ms for 160,000`);
  });
}

/** The most that a source passes on: its events are at most so large. */
const MAX_EVENT = 65_536;

Deno.test("htmlToText() reads 64 KiB of anything in less than 100 ms", () => {
  for (
    const unit of [
      ...UNITS,
      "<b>",
      "<div><p><a><b>",
      "a&amp;",
      "<a href='&amp;",
    ]
  ) {
    const html = unit.repeat(Math.floor(MAX_EVENT / unit.length));
    const times = Array.from({ length: 5 }, () => {
      const startMs = cpuMs();
      htmlToText(html);
      return cpuMs() - startMs;
    });
    ok(Math.min(...times) < 100, `${JSON.stringify(unit)}: ${times} ms`);
  }
});
