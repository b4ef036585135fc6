import { match, strictEqual } from "node:assert/strict";
import { HttpError } from "fresh";
import { endpointContext } from "../tests/support/endpoint_context.ts";
import { handler } from "./_error.tsx";

async function answer(path: string, error: unknown) {
  const ctx = { ...endpointContext(path), error };
  type Context = Parameters<typeof handler>[0];
  return await handler(ctx as unknown as Context);
}

const CASES: [error: unknown, status: number, message: RegExp][] = [
  [new HttpError(404, "There is no topic"), 404, /^There is no topic$/],
  [new HttpError(404), 404, /no such page/],
  [null, 404, /no such page/],
  [new HttpError(503, "mysql://user:secret@db"), 503, /^Not ready yet/],
  [new HttpError(500, "secret"), 500, /^Something went wrong here$/],
  [new Error("secret"), 500, /^Something went wrong here$/],
  ["secret", 500, /^Something went wrong here$/],
];

for (const [error, status, message] of CASES) {
  Deno.test(`the error page says ${message} of ${error}`, async () => {
    const page = await answer("/t/x", error);
    if (page instanceof Response) throw new Error("It must be a page");
    strictEqual(page.status, status);
    strictEqual(page.data.status, status);
    match(page.data.message, message);
    const headers = new Headers(page.headers);
    match(headers.get("content-security-policy")!, /default-src 'none'/);
  });
}

Deno.test("the error page answers programs in JSON", async () => {
  const response = await answer("/api/x", new HttpError(404, "Nothing here"));
  if (!(response instanceof Response)) throw new Error("It must be JSON");
  strictEqual(response.status, 404);
  strictEqual(await response.text(), '{"error":"Nothing here"}');
});
