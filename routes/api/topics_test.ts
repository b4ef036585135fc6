import { deepStrictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { handler } from "./topics.ts";

Deno.test("GET /api/topics answers all topics", async () => {
  const ctx = endpointContext("/api/topics");
  const response = await handler.GET(ctx);
  deepStrictEqual(await response.json(), await ctx.state.listTopics());
});
