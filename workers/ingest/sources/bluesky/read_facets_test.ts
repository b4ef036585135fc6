import { deepStrictEqual } from "node:assert/strict";
import { readFacets } from "./read_facets.ts";

const TEXT = "🌊 see example.com #café @ann";
const encoder = new TextEncoder();

/** The range of a part of the text. */
function rangeOf(part: string): { byteStart: number; byteEnd: number } {
  const byteStart = encoder.encode(TEXT.slice(0, TEXT.indexOf(part))).length;
  return { byteStart, byteEnd: byteStart + encoder.encode(part).length };
}

const link = (uri: unknown) => ({
  $type: "app.bsky.richtext.facet#link",
  uri,
});
const tag = (name: unknown) => ({
  $type: "app.bsky.richtext.facet#tag",
  tag: name,
});
const facet = (index: unknown, ...features: unknown[]) => ({ index, features });

Deno.test("readFacets() lists links, tags and mentions", () => {
  const mention = {
    $type: "app.bsky.richtext.facet#mention",
    did: "did:plc:a",
  };
  const facets = [
    facet(rangeOf("example.com"), link("https://example.com/long?x=1")),
    facet(rangeOf("#café"), tag("café")),
    facet(rangeOf("@ann"), mention),
  ];
  deepStrictEqual(readFacets(TEXT, facets, undefined), {
    links: ["https://example.com/long?x=1"],
    hashtags: ["café"],
    mentions: ["did:plc:a"],
  });
});

Deno.test("readFacets() adds the tags beside the text, each once", () => {
  const facets = [facet(rangeOf("#café"), tag("café"))];
  deepStrictEqual(readFacets(TEXT, facets, ["sea", "café", "#sun", "", 7]), {
    hashtags: ["café", "sea", "sun"],
  });
  deepStrictEqual(readFacets("", undefined, ["sea"]), { hashtags: ["sea"] });
});

Deno.test("readFacets() takes several features of one range", () => {
  const range = rangeOf("see");
  deepStrictEqual(readFacets(TEXT, [facet(range, tag("a"), tag("b"))], null), {
    hashtags: ["a", "b"],
  });
});

Deno.test("readFacets() takes a range up to the very end", () => {
  const byteEnd = encoder.encode(TEXT).length;
  const whole = facet({ byteStart: 0, byteEnd }, tag("all"));
  deepStrictEqual(readFacets(TEXT, [whole], null), { hashtags: ["all"] });
});

const GOOD = rangeOf("see");
const BROKEN: Record<string, unknown> = {
  "beyond the text": [facet({ byteStart: 0, byteEnd: 999 }, tag("x"))],
  "before the text": [facet({ byteStart: -1, byteEnd: 4 }, tag("x"))],
  "backwards": [facet({ byteStart: 8, byteEnd: 5 }, tag("x"))],
  "empty": [facet({ byteStart: 5, byteEnd: 5 }, tag("x"))],
  "within a character": [facet({ byteStart: 1, byteEnd: 5 }, tag("x"))],
  "to within a character": [facet({ byteStart: 0, byteEnd: 2 }, tag("x"))],
  "of fractions": [facet({ byteStart: 5.5, byteEnd: 8 }, tag("x"))],
  "of strings": [facet({ byteStart: "5", byteEnd: "8" }, tag("x"))],
  "missing": [facet(undefined, tag("x")), { features: [tag("x")] }, null, 7],
  "without features": [facet(GOOD), { index: GOOD, features: "x" }],
  "of an unknown kind": [facet(GOOD, { $type: "x", tag: "x" }, null, "x")],
  "with tags that are none": [facet(GOOD, tag(7), tag(""), tag(" "), tag("#"))],
  "with links that are none": [
    facet(
      GOOD,
      link(7),
      link("no"),
      link("javascript:alert(1)"),
      link("ftp://a"),
    ),
  ],
  "no list": { 0: facet(GOOD, tag("x")) },
};

for (const [what, facets] of Object.entries(BROKEN)) {
  Deno.test(`readFacets() leaves out a range ${what}`, () => {
    deepStrictEqual(readFacets(TEXT, facets, undefined), undefined);
  });
}
