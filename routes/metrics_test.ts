import { strictEqual } from "node:assert/strict";
import { endpointContext } from "../tests/support/endpoints.ts";
import { handler } from "./metrics.ts";

Deno.test("GET /metrics answers what Prometheus reads", async () => {
  const readMetrics = () => Promise.resolve("posts_total 3\n");
  const response = await handler.GET(
    endpointContext("/metrics", { readMetrics }),
  );
  strictEqual(
    response.headers.get("content-type"),
    "text/plain; version=0.0.4; charset=utf-8",
  );
  strictEqual(await response.text(), "posts_total 3\n");
});
