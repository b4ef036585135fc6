import { deepStrictEqual, rejects } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./jumps.ts";

async function ask(
  query: string,
): Promise<{ asked: unknown; answer: unknown }> {
  let asked: unknown;
  const ctx = endpointContext(`/api/jumps${query}`, {
    readJumps(...args) {
      asked = args;
      return Promise.resolve([]);
    },
    readExtent: () => Promise.resolve({ from: 0, to: 7_200 }),
  });
  const response = await handler.GET(ctx);
  return { asked, answer: await response.json() };
}

Deno.test("GET /api/jumps asks in the buckets of the page, a minute at least", async () => {
  const { asked, answer } = await ask("?topic=trump&from=0&to=360000");
  deepStrictEqual(asked, ["trump", { from: 0, to: 360_000 }, 1_800]);
  deepStrictEqual(answer, { topic: "trump", step: 1_800, jumps: [] });
  deepStrictEqual((await ask("?topic=trump&from=0&to=900")).asked, [
    "trump",
    { from: 0, to: 900 },
    60,
  ]);
  deepStrictEqual((await ask("?topic=trump&range=all")).asked, [
    "trump",
    { from: 0, to: 7_200 },
    60,
  ]);
});

Deno.test("GET /api/jumps takes a step that makes at most 1,000 buckets", async () => {
  const times = "?topic=trump&from=0&to=36000";
  deepStrictEqual((await ask(`${times}&step=40`)).asked, [
    "trump",
    { from: 0, to: 36_000 },
    40,
  ]);
  await rejects(ask(`${times}&step=30`), /at most 1000 points, not 1200/);
  await rejects(ask(`${times}&step=15`), /a positive multiple of 10/);
  await rejects(ask("?from=0"), /topic must be the name of a topic/);
});
