import { type Context, HttpError } from "fresh";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { QuerySyntaxError } from "../../domain/query/query.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import { FieldError } from "../../domain/topic/input.ts";
import { TooManyViewersError } from "../../live/feed.ts";
import type { State } from "../../state.ts";
import { handler } from "./_middleware.ts";

/** The part of a context that the middleware uses. */
function run(next: () => Promise<Response>): Promise<Response> {
  return handler({ next } as Context<State>);
}

const CASES: [name: string, error: Error, status: number, message: string][] = [
  [
    "a bad parameter",
    new ParameterError("limit", "x", "a number"),
    400,
    'limit must be a number: current value is "x"',
  ],
  [
    "a missing topic",
    new HttpError(404, "No such topic"),
    404,
    "No such topic",
  ],
  [
    "a bad field",
    new FieldError("There is nothing to change"),
    400,
    "There is nothing to change",
  ],
  [
    "too many viewers",
    new TooManyViewersError(3),
    503,
    "Too many viewers: this server serves at most 3",
  ],
];

for (const [name, error, status, message] of CASES) {
  Deno.test(`GET /api/* tells of ${name} in JSON`, async () => {
    const response = await run(() => Promise.reject(error));
    strictEqual(response.status, status);
    strictEqual(response.headers.get("content-type"), "application/json");
    deepStrictEqual(await response.json(), { error: message });
  });
}

Deno.test("GET /api/* says where a query is wrong", async () => {
  const error = new QuerySyntaxError("no", "a (b", 2);
  const response = await run(() => Promise.reject(error));
  strictEqual(response.status, 400);
  deepStrictEqual(await response.json(), {
    error: "Cannot read query: no, at character 3",
    position: 2,
  });
});

Deno.test("GET /api/* says when to come back after too many viewers", async () => {
  const response = await run(() => Promise.reject(new TooManyViewersError(3)));
  strictEqual(response.headers.get("retry-after"), "10");
});

for (const error of [new Error("password=x"), new HttpError(500, "inside")]) {
  Deno.test(`GET /api/* leaves ${error.name} to the error page`, async () => {
    await rejects(run(() => Promise.reject(error)), error);
  });
}

Deno.test("GET /api/* keeps answers out of caches unless they say otherwise", async () => {
  const plain = await run(() => Promise.resolve(new Response()));
  strictEqual(plain.headers.get("cache-control"), "no-store");
  const headers = { "cache-control": "no-cache, no-transform" };
  const own = await run(() => Promise.resolve(new Response("", { headers })));
  strictEqual(own.headers.get("cache-control"), "no-cache, no-transform");
});
