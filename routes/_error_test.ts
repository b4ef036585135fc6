import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HttpError } from "fresh";
import { ParameterError } from "../domain/request/parameters.ts";
import { endpointContext } from "../tests/support/endpoints.ts";
import type { State } from "../state.ts";
import { handler } from "./_error.tsx";

async function answer(
  path: string,
  error: unknown,
  unready: ("database" | "broker")[] | null = [],
  log: State["log"] = () => {},
) {
  const findUnready = () =>
    unready
      ? Promise.resolve(unready.map((part) => ({ part, reason: "away" })))
      : Promise.reject(new Error("away"));
  const ctx = { ...endpointContext(path, { findUnready, log }), error };
  type Context = Parameters<typeof handler>[0];
  return await handler(ctx as unknown as Context);
}

const CASES: [error: unknown, status: number, message: RegExp][] = [
  [new HttpError(404, "Unknown topic"), 404, /^Unknown topic$/],
  [new HttpError(404), 404, /^Page not found$/],
  [null, 404, /^Page not found$/],
  [new HttpError(503, "mysql://user:secret@db"), 503, /^Not ready yet/],
  [new HttpError(500, "secret"), 500, /^Something went wrong$/],
  [new Error("secret"), 500, /^Something went wrong$/],
  ["secret", 500, /^Something went wrong$/],
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

Deno.test("the error page logs errors that no route expects, and only those", async () => {
  const lines: unknown[] = [];
  const log: State["log"] = (_level, _message, { path, error } = {}) =>
    void lines.push([path, error]);
  const secret = new Error("secret");
  const unexpected = [secret, "secret", new HttpError(500, "secret")];
  for (const error of unexpected) await answer("/t/x?a=b", error, [], log);
  await answer("/api/x", secret, ["database"], log);
  const expected = [new HttpError(404), new HttpError(503), null];
  for (const error of expected) await answer("/t/x", error, [], log);
  deepStrictEqual(lines, [
    ...unexpected.map((error) => ["/t/x", error]),
    ["/api/x", secret],
  ]);
});

Deno.test("the error page answers programs in JSON", async () => {
  const response = await answer("/api/x", new HttpError(404, "Nothing here"));
  if (!(response instanceof Response)) throw new Error("It must be JSON");
  strictEqual(response.status, 404);
  strictEqual(await response.text(), '{"error":"Nothing here"}');
});

const FAULTS: [path: string, parameter: string, back: string][] = [
  ["/t/a?q=b&from=2&to=1", "from", "/t/a?q=b"],
  [
    "/compare?topics=a,b&from=2&to=1&scale=x",
    "scale",
    "/compare?topics=a,b&from=2&to=1",
  ],
];

for (const [path, parameter, back] of FAULTS) {
  Deno.test(`the error page leads from ${path} back to ${back}`, async () => {
    const cause = new ParameterError(parameter, "2", "something else");
    const page = await answer(path, new HttpError(400, "", { cause }));
    if (page instanceof Response) throw new Error("It must be a page");
    strictEqual(page.data.back, back);
  });
}

Deno.test("the error page says 503 where something cannot be reached", async () => {
  const page = await answer("/t/x?a=b", new Error("secret"), ["database"]);
  if (page instanceof Response) throw new Error("It must be a page");
  strictEqual(page.status, 503);
  match(page.data.message, /^Not ready yet/);
  strictEqual(new Headers(page.headers).get("retry-after"), "5");
  strictEqual(page.data.again, "/t/x?a=b");
});

Deno.test("the error page says 500 where only the broker is away", async () => {
  const page = await answer("/t/x", new Error("secret"), ["broker"]);
  strictEqual(page.status, 500);
});

Deno.test("the error page says 500 where nothing is known", async () => {
  const page = await answer("/t/x", new Error("secret"), null);
  strictEqual(page.status, 500);
});

Deno.test("the error page says where to try again, if that may help", async () => {
  const page = await answer("/t/x", new HttpError(404, "No topic"));
  if (page instanceof Response) throw new Error("It must be a page");
  strictEqual(page.data.again, null);
});
