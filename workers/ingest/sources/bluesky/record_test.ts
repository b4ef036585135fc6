import { deepStrictEqual } from "node:assert/strict";
import { readText } from "../../../../domain/sentiment/reading.ts";
import { extractTerms } from "../../../../domain/sentiment/terms.ts";
import { readPost } from "./record.ts";

const NOW = Date.UTC(2026, 6, 4, 12);
const QUOTED = { uri: "at://did:plc:bob/app.bsky.feed.post/3b", cid: "b" };
const LIST = { uri: "at://did:plc:bob/app.bsky.graph.list/3b", cid: "b" };
const CARD = { uri: "https://a.example/x", title: " A  page ", thumb: {} };
const IMAGES = [{ alt: "a cat\u0007", image: {} }, { alt: " " }, {}, null];

const CASES: [name: string, record: object, expected: object][] = [
  ["a post", {}, { kind: "post" }],
  ["a reply", { reply: { parent: QUOTED, root: QUOTED } }, { kind: "reply" }],
  ["a quote", { embed: { record: QUOTED } }, { kind: "quote" }],
  ["a reply that quotes", { reply: {}, embed: { record: QUOTED } }, {
    kind: "quote",
  }],
  ["a list, which is no quote", { embed: { record: LIST } }, { kind: "post" }],
  ["a card", { embed: { external: CARD } }, {
    kind: "post",
    links: ["https://a.example/x"],
    context: { cards: [{ title: "A  page", url: "https://a.example/x" }] },
  }],
  ["a card without a title", { embed: { external: { uri: CARD.uri } } }, {
    kind: "post",
    links: ["https://a.example/x"],
    context: { cards: [{ title: "", url: "https://a.example/x" }] },
  }],
  ["a card of no page", {
    embed: { external: { uri: "javascript:alert(1)", title: "x" } },
  }, { kind: "post" }],
  ["pictures", { embed: { images: IMAGES } }, {
    kind: "post",
    context: { alts: ["a cat"] },
  }],
  ["a video", { embed: { video: {}, alt: "a dog" } }, {
    kind: "post",
    context: { alts: ["a dog"] },
  }],
  ["a quote with a card", {
    embed: { record: { record: QUOTED }, media: { external: CARD } },
  }, {
    kind: "quote",
    links: ["https://a.example/x"],
    context: { cards: [{ title: "A  page", url: "https://a.example/x" }] },
  }],
  ["a quote with pictures", {
    embed: { record: { record: QUOTED }, media: { images: IMAGES } },
  }, { kind: "quote", context: { alts: ["a cat"] } }],
  ["an embed that is none", { embed: [7], reply: "x" }, { kind: "post" }],
];

for (const [name, record, expected] of CASES) {
  Deno.test(`readPost() reads ${name}`, () => {
    const post = readPost("did:plc:ann", "3a", { text: "hi", ...record }, NOW)!;
    deepStrictEqual({
      kind: post.postKind,
      ...(post.entities && { links: post.entities.links }),
      ...(post.context && { context: post.context }),
    }, expected);
    deepStrictEqual(post.text, "hi");
  });
}

Deno.test("readPost() lists a link once that stands in the text and on a card", () => {
  const facets = [{
    index: { byteStart: 0, byteEnd: 2 },
    features: [{ $type: "app.bsky.richtext.facet#link", uri: CARD.uri }],
  }];
  const record = { text: "hi", facets, embed: { external: CARD } };
  const post = readPost("did:plc:ann", "3a", record, NOW)!;
  deepStrictEqual(post.entities, { links: ["https://a.example/x"] });
});

const MENTION = "app.bsky.richtext.facet#mention";

/** The terms of mentions in a text, which has a facet from its start to `byteEnd`. */
function mentionsOf(text: string, byteEnd: number): string[] {
  const features = [{ $type: MENTION, did: "did:plc:bob" }];
  const facets = [{ index: { byteStart: 0, byteEnd }, features }];
  const post = readPost("did:plc:ann", "3a", { text, facets }, NOW)!;
  const terms = extractTerms(post, readText(post.text, new Set()));
  return terms.filter(({ kind }) => kind === "mention")
    .map(({ term }) => term);
}

Deno.test("readPost() counts a mention once, by the handle that the text says", () => {
  deepStrictEqual(mentionsOf("@Bob.example hi", 12), ["bob.example"]);
});

Deno.test("readPost() counts a mention by the account where the text says no handle", () => {
  deepStrictEqual(mentionsOf("my friend", 9), ["did:plc:bob"]);
});
