import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { endpointContext } from "../tests/support/endpoints.ts";
import { handler } from "./healthz.ts";

Deno.test("GET /healthz asks nobody", async () => {
  const response = await handler.GET(endpointContext("/healthz"));
  strictEqual(response.status, 200);
  deepStrictEqual(await response.json(), { ok: true });
});
