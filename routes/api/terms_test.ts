import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { TERM_KINDS } from "../../domain/post/post.ts";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./terms.ts";

type Asked = Parameters<State["readTerms"]>;

async function ask(query: string): Promise<{ asked: Asked; answer: unknown }> {
  let asked: Asked | undefined;
  const ctx = endpointContext(`/api/terms${query}`, {
    readTerms(...args) {
      asked = args;
      return Promise.resolve([{ term: "good", count: 2 }]);
    },
  });
  const response = await handler.GET(ctx);
  return { asked: asked!, answer: await response.json() };
}

for (const kind of TERM_KINDS) {
  Deno.test(`GET /api/terms answers the kind ${kind}`, async () => {
    const query = `?topic=trump&from=60&to=120&kind=${kind}`;
    const { asked, answer } = await ask(query);
    deepStrictEqual(asked, ["trump", { from: 60, to: 120 }, kind, 20]);
    deepStrictEqual(answer, [{ term: "good", count: 2 }]);
  });
}

Deno.test("GET /api/terms passes the limit on", async () => {
  const { asked } = await ask("?topic=trump&kind=lang&limit=200");
  deepStrictEqual(asked[3], 200);
});

Deno.test("GET /api/terms leaves out as many as the offset says", async () => {
  const { asked, answer } = await ask("?topic=trump&kind=lang&offset=1");
  deepStrictEqual([asked[3], answer], [21, []]);
});

Deno.test("GET /api/terms compares with the span before if asked to", async () => {
  const terms = [{ term: "good", count: 2, before: 1 }];
  const compareTerms = () => Promise.resolve(terms);
  const query = "/api/terms?topic=trump&kind=lang&compare=1";
  const response = await handler.GET(endpointContext(query, { compareTerms }));
  deepStrictEqual(await response.json(), terms);
  const table = await handler.GET(
    endpointContext(`${query}&format=csv`, { compareTerms }),
  );
  strictEqual(await table.text(), "term,count,before\r\ngood,2,1\r\n");
});

Deno.test("GET /api/terms counts the terms of what matches a filter, and compares nothing", async () => {
  const asked: unknown[] = [];
  const read = async (query: string) => {
    const path = `/api/terms?topic=trump&kind=lang&${query}`;
    const response = await handler.GET(endpointContext(path, {
      readExtent: () => Promise.resolve({ from: 3_600, to: 7_200 }),
      readMatchedTerms(...args) {
        asked.push(args);
        return Promise.resolve([{ term: "en", count: 2 }]);
      },
    }));
    return await response.json();
  };
  const row = { term: "en", count: 2 };
  const query = "from=65&to=100&sentiment=positive&postkind=reply";
  deepStrictEqual(await read(query), [row]);
  deepStrictEqual(await read("from=0&q=rain&compare=1"), [
    { ...row, before: null },
  ]);
  deepStrictEqual(asked, [
    [
      "trump",
      { from: 60, to: 120 },
      {
        ...{ sentiment: "positive", kinds: ["reply"] },
      },
      "lang",
      20,
    ],
    ["trump", { from: 3_600, to: 7_200 }, { q: "rain" }, "lang", 20],
  ]);
});

const BAD: [query: string, expected: object][] = [
  ["?topic=&kind=lang", { parameter: "topic", value: "" }],
  ["?topic=trump", { parameter: "kind", value: null }],
  ["?topic=trump&kind=word", { parameter: "kind", value: "word" }],
  ["?topic=trump&kind=lang&limit=201", { parameter: "limit", value: "201" }],
  ["?topic=trump&kind=lang&compare=2", { parameter: "compare", value: "2" }],
  ["?topic=trump&kind=lang&offset=1001", { parameter: "offset" }],
  ["?topic=trump&kind=lang&limit=0", { parameter: "limit", value: "0" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/terms refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
