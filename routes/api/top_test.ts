import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { PostFilter } from "../../domain/post/search.ts";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import type { TopRow } from "../../domain/schema/top.ts";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./top.ts";

type Asked = Parameters<State["readTop"]>;

const TIME = "2026-01-31T12:00:00.000Z";

const row = (value: string, source = "file"): TopRow => ({
  ...{ value, source, isHashed: false, id: "p1", posts: 2, share: 1 / 3 },
  ...{ authors: 1, first: TIME, last: TIME },
});

async function ask(query: string, rows: readonly TopRow[] = []) {
  let asked: Asked | undefined;
  const ctx = endpointContext(`/api/top${query}`, {
    readTop(...args) {
      asked = args;
      const counts = { total: 9, examined: 9, most: 50_000, posts: 6 };
      const list = { kind: args[2].kind, ...counts, distinct: rows.length };
      return Promise.resolve({ ...list, rows });
    },
    readExtent: () => Promise.resolve({ from: 0, to: 7_200 }),
  });
  const response = await handler.GET(ctx);
  return { asked: asked!, response };
}

Deno.test("GET /api/top asks for a list with its filter, and gives a page of it", async () => {
  const rows = ["a", "b", "c"].map((value) => row(value));
  const query =
    "?topic=trump&kind=author&range=all&offset=1&limit=1&reposts=0&sentiment=negative&q=sea";
  const { asked, response } = await ask(query, rows);
  deepStrictEqual(asked, ["trump", { from: 0, to: 7_200 }, {
    kind: "author",
    filter: { sentiment: "negative", kinds: NO_REPOSTS, q: "sea" },
    limit: 3,
  }]);
  const { rows: shown, next, examined } = await response.json();
  deepStrictEqual([shown, next, examined], [[rows[1]], 2, 9]);
  const last = await ask(`${query}&offset=2`.replace("&offset=1", ""), rows);
  strictEqual((await last.response.json()).next, null);
});

const FILTERS: [query: string, filter: PostFilter][] = [
  ["site=www.cat.example&author=@Ann", { site: "cat.example", author: "ann" }],
  ["postkind=quote,repost", { kinds: ["repost", "quote"] }],
  ["postkind=quote,repost&reposts=0", { kinds: ["quote"] }],
  ["postkind=reply&reposts=1", { kinds: ["reply"] }],
];

for (const [query, filter] of FILTERS) {
  Deno.test(`GET /api/top counts posts with ${query}`, async () => {
    const { asked } = await ask(`?topic=trump&kind=url&${query}`);
    deepStrictEqual(asked[2].filter, filter);
    const { from, to } = asked[1];
    deepStrictEqual([from % 60, to % 60], [0, 0], "whole minutes are shared");
  });
}

Deno.test("GET /api/top gives tables, without texts of X", async () => {
  const rows = [row("The sea"), row("quiet", "x")];
  const query = "?topic=trump&from=0&to=60&kind=text&format=csv";
  const { response } = await ask(query, rows);
  strictEqual(
    await response.text(),
    "text,posts,share,authors,first,last,source,id\r\n" +
      `The sea,2,0.333333,1,${TIME},${TIME},file,p1\r\n` +
      `,2,0.333333,1,${TIME},${TIME},x,p1\r\n`,
  );
  strictEqual(
    response.headers.get("content-disposition")?.includes("trump-text"),
    true,
  );
});

const BAD: [query: string, expected: object][] = [
  ["?kind=author", { parameter: "topic" }],
  ["?topic=trump", { parameter: "kind" }],
  ["?topic=trump&kind=post", { parameter: "kind", value: "post" }],
  ["?topic=trump&kind=url&limit=10001", { parameter: "limit" }],
  ["?topic=trump&kind=url&offset=-1", { parameter: "offset" }],
  ["?topic=trump&kind=url&reposts=no", { parameter: "reposts" }],
  ["?topic=trump&kind=url&reposts=0&postkind=repost", {
    parameter: "reposts",
  }],
  ["?topic=trump&kind=url&range=2h", { parameter: "range" }],
  ["?topic=trump&kind=url&format=xml", { parameter: "format" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/top refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
