import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { answerMethods, type Method } from "./methods.ts";

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
