import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  countedParams,
  FILTER_PARAMETERS,
  isFiltered,
  withParams,
} from "./address.ts";
import type { PostFilter } from "../post/search.ts";
import {
  filterIn,
  filterParams,
  readViewFilter,
  viewFilterParams,
} from "./posts.ts";

const readFilterOf = (query: string) =>
  readViewFilter(new URLSearchParams(query));

Deno.test("readViewFilter() filters nothing by itself", () => {
  deepStrictEqual(readFilterOf(""), {});
  deepStrictEqual(
    readFilterOf("mood=&term=&site=&lang=&author=&kind=&q=%20"),
    {},
  );
});

const CHOICES: PostFilter[] = [
  { sentiment: "negative" },
  { kinds: ["post", "quote"] },
  { kinds: ["reply", "unknown"], lang: "de" },
  { term: { kind: "hashtag", term: "otters&bears" } },
  { term: { kind: "positive", term: "good" }, lang: "pt" },
  { site: "example.com", term: { kind: "hashtag", term: "a" } },
  { author: "ann@mastodon.social", kinds: ["repost"] },
  { q: "100% of #all + more", sentiment: "neutral" },
];

for (const choice of CHOICES) {
  const address = withParams("/t/x?range=6h", viewFilterParams(choice));
  Deno.test(`readViewFilter() reads ${address}`, () => {
    deepStrictEqual(readFilterOf(address.split("?")[1]!), choice);
  });
}

Deno.test("readViewFilter() takes a language as a term too", () => {
  deepStrictEqual(readFilterOf("term=lang:de"), { lang: "de" });
});

Deno.test("readViewFilter() takes a site as a term or an address too", () => {
  deepStrictEqual(readFilterOf("term=link:a.example"), { site: "a.example" });
  for (const site of ["A.example", "https://www.a.example/b?c", "a.example/"]) {
    const query = `site=${encodeURIComponent(site)}`;
    deepStrictEqual(readFilterOf(query), { site: "a.example" }, site);
  }
});

Deno.test("readViewFilter() takes an author in any case, with @ or without", () => {
  for (const author of ["ann.example", "@Ann.Example", " ann.example "]) {
    const query = `author=${encodeURIComponent(author)}`;
    deepStrictEqual(readFilterOf(query), { author: "ann.example" }, author);
  }
});

Deno.test("readViewFilter() can read kinds of posts where `kind` means another thing", () => {
  const params = new URLSearchParams("kind=hashtag&postkind=reply&sentiment=");
  const options = { mood: "sentiment", kind: "postkind" } as const;
  deepStrictEqual(readViewFilter(params, options), { kinds: ["reply"] });
});

Deno.test("filterParams() gives the filter of an address as the API takes it", () => {
  const query = (address: string) =>
    String(new URLSearchParams(filterParams(filterIn(address))));
  strictEqual(query("/t/x"), "");
  strictEqual(query("/t/x?range=6h&list=emoji&zone=utc"), "");
  strictEqual(
    query("/t/x?term=link:a.b&mood=positive&from=60&author=@Ann"),
    "sentiment=positive&site=a.b&author=ann",
  );
});

Deno.test("viewFilterParams() takes away what is not chosen", () => {
  const changes = viewFilterParams({ lang: "de" });
  strictEqual(
    withParams("/t/x?mood=positive&term=link:a.b&q=1&range=6h", changes),
    "/t/x?range=6h&lang=de",
  );
});

const BAD: Record<string, string> = {
  "mood=glad": "mood",
  "kind=retweet": "kind",
  "kind=post,": "kind",
  "term=otters": "term",
  "term=hashtag:": "term",
  "lang=%3Cb%3E": "lang",
  "site=two%20words": "site",
  [`author=${"x".repeat(256)}`]: "author",
  [`q=${"x".repeat(201)}`]: "q",
};

for (const [query, parameter] of Object.entries(BAD)) {
  Deno.test(`readViewFilter() refuses ${query.slice(0, 30)}`, () => {
    throws(() => readFilterOf(query), { name: "ParameterError", parameter });
  });
}

Deno.test("FILTER_PARAMETERS are those that a filter is read from", () => {
  deepStrictEqual(Object.keys(viewFilterParams({})), FILTER_PARAMETERS);
});

Deno.test("countedParams() are those of the time and the filter, in a fixed order", () => {
  strictEqual(
    `${
      countedParams(
        "/t/x?q=a&list=emoji&term=hashtag:x&range=6h&lang=&zone=utc",
      )
    }`,
    "range=6h&term=hashtag%3Ax&q=a",
  );
});

Deno.test("isFiltered() finds the addresses that filter posts", () => {
  for (const name of FILTER_PARAMETERS) {
    strictEqual(isFiltered(`/t/x?${name}=a&range=6h`), true, name);
    strictEqual(isFiltered(`/t/x?${name}=+&range=6h&per=day`), false, name);
  }
  strictEqual(isFiltered("/t/x"), false);
});
