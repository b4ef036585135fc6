import fc from "fast-check";
import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { Mark } from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { readNastyRows } from "../../tests/support/recordings.ts";
import { markedPieces, PostItem } from "./PostItem.tsx";

const [POST] = makePosts([7]) as [Post];

function html(post: Partial<Post>): string {
  return render(
    <PostItem post={{ ...POST, ...post }} renderedAt={19_000} isNew={false} />,
  );
}

Deno.test("<PostItem> shows who, where from, when, and what", () => {
  const shown = html({ url: "https://example.com/7" });
  match(shown, /data-seq="7"/);
  match(shown, /<b class="author" dir="auto">somebody<\/b>/);
  match(shown, /demo/);
  match(
    shown,
    /<time datetime="1970-01-01T00:00:07.000Z" title="1 Jan 1970, 00:00:07 UTC">12\u00a0s<\/time>/,
  );
  match(shown, /<a href="https:\/\/example.com\/7" rel="[^"]*noopener/);
  match(shown, /▲<\/span><span class="unseen">positive/);
});

Deno.test("<PostItem> links the addresses of a text, and marks words around them", () => {
  match(
    html({
      text: "good https://a.example/bad?x=1&y. bad",
      marks: [[0, 4, 3], [23, 26, -3], [34, 37, -3]],
    }),
    /<mark class="positive">good<\/mark> <a href="https:\/\/a\.example\/bad\?x=1&amp;y" rel="noopener noreferrer nofollow ugc">https:\/\/a\.example\/<mark class="negative">bad<\/mark>\?x=1&amp;y<\/a>\. <mark class="negative">bad<\/mark>/,
  );
});

Deno.test("<PostItem> makes no links of hostile rows but to the web", async () => {
  for (const { text } of await readNastyRows()) {
    const shown = html({ text: `${text}`, marks: [] });
    for (const [, href] of shown.matchAll(/href="([^"]*)"/g)) {
      match(href!, /^https?:\/\//);
    }
  }
});

Deno.test("<PostItem> marks the words behind the score", () => {
  match(
    html({ text: "so good, so bad", marks: [[3, 7, 3], [12, 15, -3]] }),
    /so <mark class="positive">good<\/mark>, so <mark class="negative">bad<\/mark>/,
  );
});

Deno.test("<PostItem> lets the text choose its direction", () => {
  match(
    html({ text: "أنا أحب هذا", marks: [] }),
    /<p class="text" dir="auto">أنا/,
  );
});

for (const url of ["javascript:alert(1)", "data:text/html,x", "//x", ""]) {
  Deno.test(`<PostItem> does not link to "${url}"`, () => {
    doesNotMatch(html({ url }), /<a /);
  });
}

Deno.test("<PostItem> shows nothing of a text that is not a string", () => {
  const text = { type: "img", props: { src: "x" }, constructor: undefined };
  doesNotMatch(html({ text: text as unknown as string }), /<img/);
});

Deno.test("<PostItem> cuts a text of any length", () => {
  ok(html({ text: "😀".repeat(50_000) }).length < 5_000);
});

/** The tags of some HTML but those of links to the web that nobody vouches for. */
function tagsOf(html: string): string[] {
  const link =
    /<a href="https?:\/\/[^"<>]*" rel="noopener noreferrer nofollow ugc">((?:(?!<\/?a\b).)*)<\/a>/gs;
  return html.replace(link, "$1").match(/<[^>]*>/g)!;
}

Deno.test("<PostItem> makes text and links, and nothing else, of every hostile text", async () => {
  const plain = html({ text: "", author: null }).match(/<[^>]*>/g)!;
  for (const row of await readNastyRows()) {
    const text = row.text;
    if (text === undefined) continue;
    const shown = html({ text, author: null, marks: [] });
    deepStrictEqual(tagsOf(shown), plain, row.id);
    strictEqual(
      html({ text: "", author: text || "x" }).match(/<[^>]*>/g)!.length,
      plain.length + 2,
      row.id,
    );
  }
});

Deno.test("markedPieces() cuts a text at its marks", () => {
  deepStrictEqual(markedPieces("so good, not bad", [[3, 7, 3], [13, 16, -3]]), [
    { text: "so ", score: null },
    { text: "good", score: 3 },
    { text: ", not ", score: null },
    { text: "bad", score: -3 },
  ]);
});

const WRONG: [name: string, mark: Mark][] = [
  ["reaches outside", [1, 99, 3]],
  ["is empty", [1, 1, 3]],
  ["runs backwards", [3, 1, 3]],
  ["begins before the text", [-1, 2, 3]],
  ["lies between units", [0.5, 2, 3]],
  ["cuts a character in two", [0, 3, 3]],
  ["is not a number", [NaN, 2, 3]],
];

for (const [name, mark] of WRONG) {
  Deno.test(`markedPieces() leaves out a mark that ${name}`, () => {
    deepStrictEqual(markedPieces("ab😀cd", [mark]), [
      { text: "ab😀cd", score: null },
    ]);
  });
}

Deno.test("markedPieces() leaves out a mark that overlaps the one before", () => {
  const pieces = markedPieces("abcdef", [[0, 3, 1], [2, 5, 2]]);
  deepStrictEqual(pieces.map(({ text }) => text), ["abc", "def"]);
});

Deno.test("markedPieces() never loses, repeats or breaks a character", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 30 });
  const mark = fc.tuple(fc.nat(40), fc.nat(40), fc.integer());
  fc.assert(fc.property(text, fc.array(mark), (text, marks) => {
    const pieces = markedPieces(text, marks);
    strictEqual(pieces.map((piece) => piece.text).join(""), text);
    ok(pieces.every((piece) => piece.text.isWellFormed()));
  }));
});

const CONTEXT: NonNullable<Post["context"]> = {
  quoted: { author: "bob", text: "quoted words", score: 0 },
  cards: [{ title: "A page", url: "https://a.example/x" }],
  alts: ["a cat"],
};

Deno.test("<PostItem> shows what stands beside the text, and what it is", () => {
  const shown = html({ kind: "quote", context: CONTEXT });
  match(shown, /<span>quote<\/span>/);
  match(
    shown,
    /<blockquote dir="auto"><b dir="auto">bob<\/b><p class="text" dir="auto">quoted words<\/p><\/blockquote>/,
  );
  match(
    shown,
    /Link: <a href="https:\/\/a\.example\/x" rel="[^"]*ugc">A page<\/a> <span>a\.example<\/span>/,
  );
  match(shown, /Picture: a cat/);
  doesNotMatch(html({}), /<blockquote|class="beside"|<span>post</);
});

Deno.test("<PostItem> makes text and links, and nothing else, of what stands beside a post", async () => {
  const shape = (text: unknown) => {
    const said = text as string;
    const context = {
      quoted: { author: said || "x", text: said, score: 0 },
      cards: [{ title: said, url: said }],
      alts: [said],
    };
    return tagsOf(html({ context })).length;
  };
  const plain = shape("");
  const object = { type: "img", props: { src: "x" }, constructor: undefined };
  strictEqual(shape(object), plain);
  for (const { id, text } of await readNastyRows()) {
    if (text !== undefined) strictEqual(shape(text), plain, id);
  }
});
