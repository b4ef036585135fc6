import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { answerMethods, getOnly, type Method } from "./methods.ts";

const HANDLERS = answerMethods({
  PATCH: () => new Response("changed"),
  GET: () => new Response("read"),
});

const ANSWERS: [method: Method, status: number, body: string | null][] = [
  ["GET", 200, "read"],
  ["HEAD", 200, ""],
  ["PATCH", 200, "changed"],
  ["POST", 405, null],
  ["PUT", 405, null],
  ["DELETE", 405, null],
  ["OPTIONS", 204, ""],
];

for (const [method, status, body] of ANSWERS) {
  Deno.test(`answerMethods() answers ${method} with ${status}`, async () => {
    const ctx = endpointContext("/", {}, { method });
    const response = await HANDLERS[method](ctx);
    strictEqual(response.status, status);
    if (body !== null) strictEqual(await response.text(), body);
    const allow = response.headers.get("allow");
    strictEqual(allow, status === 200 ? null : "GET, HEAD, PATCH");
  });
}

Deno.test("answerMethods() without GET answers no HEAD either", async () => {
  const { HEAD } = answerMethods({ POST: () => new Response() });
  const response = await HEAD(endpointContext("/", {}, { method: "HEAD" }));
  deepStrictEqual(
    [response.status, response.headers.get("allow")],
    [405, "POST"],
  );
});

const GET_ONLY_HANDLERS = getOnly(() => new Response("text", { status: 202 }));

for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
  Deno.test(`getOnly() refuses ${method} and says what it allows`, async () => {
    const ctx = endpointContext("/api/topics", {}, { method });
    const response = await GET_ONLY_HANDLERS[method](ctx);
    strictEqual(response.status, 405);
    strictEqual(response.headers.get("allow"), "GET, HEAD");
    deepStrictEqual(await response.json(), {
      error: `Method ${method} is not allowed: use GET, HEAD`,
    });
  });
}

Deno.test("getOnly() answers OPTIONS with what it allows, and no more", async () => {
  const response = await GET_ONLY_HANDLERS.OPTIONS(endpointContext("/"));
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
