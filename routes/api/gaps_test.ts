import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { TimeRange } from "../../domain/time/range.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./gaps.ts";

const GAP = { source: "x:", from: 5, to: 7, why: "a, b", recovered: false };

async function ask(query: string) {
  let asked: TimeRange | undefined;
  const ctx = endpointContext(`/api/gaps${query}`, {
    readExtent: (slug) =>
      Promise.resolve(slug === "trump" ? { from: 5, to: 9 } : null),
    readInterruptions: (range) => {
      asked = range;
      return Promise.resolve({ gaps: [GAP], outages: [] });
    },
  });
  const response = await handler.GET(ctx);
  return { asked: asked!, response };
}

Deno.test("GET /api/gaps answers the interruptions of a time", async () => {
  const { asked, response } = await ask("?from=0&to=3600");
  deepStrictEqual(asked, { from: 0, to: 3_600 });
  deepStrictEqual(await response.json(), { gaps: [GAP], outages: [] });
});

Deno.test("GET /api/gaps answers a table", async () => {
  const { response } = await ask("?from=0&to=3600&format=csv");
  strictEqual(
    await response.text(),
    "start,end,seconds,source,reason,recovered\r\n" +
      '1970-01-01T00:00:05Z,1970-01-01T00:00:07Z,2,x:,"a, b",false\r\n',
  );
  match(
    response.headers.get("content-disposition")!,
    /filename="freshet-gaps-19700101T000000Z-19700101T010000Z\.csv"/,
  );
});

Deno.test("GET /api/gaps looks through the time of a topic's posts, or of all", async () => {
  for (const query of ["?range=all&topic=trump", "?range=all"]) {
    deepStrictEqual((await ask(query)).asked, { from: 5, to: 9 });
  }
});

for (
  const query of ["?format=xml", "?from=2&to=1", "?range=2d", "?topic=tea"]
) {
  Deno.test(`GET /api/gaps refuses "${query}"`, () => rejects(ask(query)));
}
