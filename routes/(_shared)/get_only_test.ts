import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { getOnly } from "./get_only.ts";

const HANDLERS = getOnly(() => new Response("text", { status: 202 }));

for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
  Deno.test(`getOnly() refuses ${method} and says what it allows`, async () => {
    const ctx = endpointContext("/api/topics", {}, { method });
    const response = await HANDLERS[method](ctx);
    strictEqual(response.status, 405);
    strictEqual(response.headers.get("allow"), "GET, HEAD");
    deepStrictEqual(await response.json(), {
      error: `Method ${method} is not allowed: use GET, HEAD`,
    });
  });
}

Deno.test("getOnly() answers OPTIONS with what it allows, and no more", async () => {
  const response = await HANDLERS.OPTIONS(endpointContext("/"));
  strictEqual(response.status, 204);
  strictEqual(response.headers.get("allow"), "GET, HEAD");
  strictEqual(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("getOnly() answers HEAD like GET, without the body", async () => {
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => void (cancelled = true) });
  const { HEAD } = getOnly(() => new Response(body, { headers: { a: "b" } }));
  const response = await HEAD(endpointContext("/"));
  strictEqual(response.headers.get("a"), "b");
  strictEqual(response.body, null);
  strictEqual(cancelled, true);
});
