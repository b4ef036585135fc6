import { deepStrictEqual } from "node:assert/strict";
import type { TopKind } from "../post/post.ts";
import { itemsOf, type ListedPost } from "./items.ts";

const POST: ListedPost = {
  id: "1",
  source: "file",
  author: "ann",
  text: "",
  lang: "en",
  kind: null,
  createdMs: 0,
  entities: null,
};

const OWN = new Set(["trump"]);

const keysOf = (kind: TopKind, post: Partial<ListedPost>) =>
  itemsOf(kind, OWN)({ ...POST, ...post }).map(({ key }) => key);

Deno.test("itemsOf() counts repetitions of a text as one, whatever their case, width, punctuation and links", () => {
  const texts = [
    "RT @ann: The sea is rising! https://a.example/1",
    "rt @bob RT @ann: THE SEA is rising",
    "The  sea is\nrising… http://b.example",
    "Ｔｈｅ sea, is rising",
  ];
  const keys = texts.map((text) => keysOf("text", { text })[0]);
  deepStrictEqual(new Set(keys), new Set(["the sea is rising"]));
  deepStrictEqual(keysOf("text", { text: "RT @ann: https://a.example" }), []);
  deepStrictEqual(keysOf("text", { text: "😀 !" }), ["😀 !"]);
  deepStrictEqual(keysOf("text", { text: "RTL is a channel" }), [
    "rtl is a channel",
  ]);
});

Deno.test("itemsOf() counts the addresses of a page as one, and pages by what they ask for apart", () => {
  const text = [
    "https://www.a.example/b/?utm_source=x&fbclid=1",
    "http://a.example/b#top",
    "(https://a.example/b).",
    "https://a.example/b?id=1",
    "https://a.example/B",
    "javascript:alert(1)",
    "http://t.…",
  ].join(" ");
  deepStrictEqual(itemsOf("url", OWN)({ ...POST, text }), [
    { key: "a.example/b", value: "https://www.a.example/b/" },
    { key: "a.example/b?id=1", value: "https://a.example/b?id=1" },
    { key: "a.example/B", value: "https://a.example/B" },
  ]);
});

Deno.test("itemsOf() takes what a source lists rather than the short forms of a text", () => {
  const text = "see https://t.co/abc";
  const entities = { links: ["https://a.example/long", "nonsense"] };
  deepStrictEqual(keysOf("url", { text, entities }), ["a.example/long"]);
  deepStrictEqual(keysOf("url", { text, entities: { hashtags: ["a"] } }), [
    "t.co/abc",
  ]);
});

Deno.test("itemsOf() keeps authors of one name at two sources apart", () => {
  deepStrictEqual(keysOf("author", {}), ["file ann"]);
  deepStrictEqual(keysOf("author", { source: "x" }), ["x ann"]);
  deepStrictEqual(keysOf("author", { author: null }), []);
});

Deno.test("itemsOf() gives terms as the rollups count them", () => {
  const text = "Great #Sea #sea @Ann 😀 https://www.a.example/1 trump";
  const terms = ["positive", "hashtag", "mention", "emoji", "link", "lang"]
    .map((kind) => keysOf(kind as TopKind, { text }).join());
  deepStrictEqual(terms, ["great,😀", "sea", "ann", "😀", "a.example", "en"]);
});
