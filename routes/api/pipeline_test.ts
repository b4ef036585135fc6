import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { makePipeline } from "../../tests/support/pipeline.ts";
import { handler } from "./pipeline.ts";

Deno.test("GET /api/pipeline answers how all that flows is doing", async () => {
  const pipeline = makePipeline();
  const ctx = endpointContext("/api/pipeline", {
    readPipeline: () => Promise.resolve(pipeline),
  });
  const response = await handler.GET(ctx);
  strictEqual(response.status, 200);
  deepStrictEqual(await response.json(), pipeline);
});
