import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Problem } from "../domain/pipeline/pipeline.ts";
import { endpointContext } from "../tests/support/endpoints.ts";
import { handler } from "./readyz.ts";

async function ask(unready: Problem[]): Promise<Response> {
  const findUnready = () => Promise.resolve(unready);
  return await handler.GET(endpointContext("/readyz", { findUnready }));
}

Deno.test("GET /readyz is content if all can be reached", async () => {
  const response = await ask([]);
  strictEqual(response.status, 200);
  deepStrictEqual(await response.json(), { ok: true });
});

Deno.test("GET /readyz answers 503 and names what cannot be reached", async () => {
  const response = await ask([{ part: "database", reason: "no answer" }]);
  strictEqual(response.status, 503);
  deepStrictEqual(await response.json(), {
    ok: false,
    unreachable: ["database"],
    reasons: { database: "no answer" },
  });
});
