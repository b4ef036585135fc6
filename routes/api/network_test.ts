import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import type { Network } from "../../domain/schema/network.ts";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./network.ts";

type Asked = Parameters<State["readNetwork"]>;

const NETWORK: Network = {
  ...{ kind: "hashtag", isDirected: false, total: 9, examined: 8 },
  ...{ most: 20_000, posts: 7, foundNodes: 2, foundEdges: 1 },
  nodes: [
    { id: "sea", label: "#sea", posts: 2, isHashed: false },
    { id: "=ice", label: "#=ice", posts: 2, isHashed: false },
  ],
  edges: [{ source: "sea", target: "=ice", weight: 2 }],
};

async function ask(query: string) {
  let asked: Asked | undefined;
  const ctx = endpointContext(`/api/network${query}`, {
    readNetwork(...args) {
      asked = args;
      return Promise.resolve(NETWORK);
    },
    readExtent: () => Promise.resolve({ from: 0, to: 7_200 }),
  });
  const response = await handler.GET(ctx);
  return { asked: asked!, response };
}

Deno.test("GET /api/network asks for a network with its filter", async () => {
  const query = "?topic=trump&kind=mention&range=all&reposts=0&lang=en&limit=9";
  const { asked, response } = await ask(query);
  const filter = { kinds: NO_REPOSTS, lang: "en" };
  deepStrictEqual(asked, [
    "trump",
    { from: 0, to: 7_200 },
    { kind: "mention", filter, limit: 9 },
  ]);
  deepStrictEqual(await response.json(), NETWORK);
});

Deno.test("GET /api/network gives a file for Gephi, and tables of the edges", async () => {
  const query = "?topic=trump&kind=hashtag&from=0&to=60";
  const gexf = (await ask(`${query}&format=gexf`)).response;
  match(gexf.headers.get("content-type")!, /^application\/gexf\+xml/);
  match(
    gexf.headers.get("content-disposition")!,
    /trump-hashtag-network-19700101T000000Z-19700101T000100Z\.gexf/,
  );
  match(
    await gexf.text(),
    /<edge id="0" source="sea" target="=ice" weight="2"/,
  );
  const { response } = await ask(`${query}&format=csv`);
  strictEqual(
    await response.text(),
    "Source,Target,Type,Weight\r\nsea,=ice,Undirected,2\r\n",
  );
  const excel = (await ask(`${query}&format=csv-excel`)).response;
  match(await excel.text(), /sea,'=ice,/);
});

const BAD: [query: string, expected: object][] = [
  ["?kind=hashtag", { parameter: "topic" }],
  ["?topic=trump", { parameter: "kind" }],
  ["?topic=trump&kind=lang", { parameter: "kind", value: "lang" }],
  ["?topic=trump&kind=domain&limit=2001", { parameter: "limit" }],
  ["?topic=trump&kind=domain&format=xml", { parameter: "format" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/network refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
