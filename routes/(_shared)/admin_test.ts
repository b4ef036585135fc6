import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Admission } from "../../domain/topic/try_query.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import {
  type AdminContext,
  adminOnly,
  sessionCookie,
  sessionOf,
} from "./admin.ts";
import { isOverTls } from "./request.ts";

type Asked = [token: string | null, address: string];

/** Asks an endpoint for the holder of the token, and returns what was judged. */
async function ask(
  headers: HeadersInit,
  admission: Admission = { kind: "admitted" },
  remoteAddr: AdminContext["info"]["remoteAddr"] = {
    transport: "tcp",
    hostname: "192.0.2.1",
    port: 7,
  },
): Promise<{ asked: Asked[]; response: Response }> {
  const asked: Asked[] = [];
  const ctx = endpointContext("/api/topics", {}, { method: "POST", headers });
  const { admin } = ctx.state;
  const admit = (...args: Asked) => {
    asked.push(args);
    return admission;
  };
  const hasSession = (value: string) => Promise.resolve(value === "good");
  const endpoint = adminOnly(() => new Response("done"));
  const response = await endpoint({
    ...ctx,
    state: { ...ctx.state, admin: { ...admin, admit, hasSession } },
    params: {},
    info: { remoteAddr },
  });
  return { asked, response };
}

const TOKENS: [header: string, token: string | null][] = [
  ["Bearer abc", "abc"],
  ["bearer  abc ", "abc"],
  ["Bearer a b=", "a b="],
  ["Bearer", null],
  ["Bearer  ", null],
  ["Basic abc", null],
  ["abc", null],
];

for (const [authorization, token] of TOKENS) {
  Deno.test(`adminOnly() reads the token of "${authorization}"`, async () => {
    const { asked, response } = await ask({ authorization });
    deepStrictEqual(asked, [[token, "192.0.2.1"]]);
    strictEqual(await response.text(), "done");
  });
}

Deno.test("adminOnly() judges who has no address too", async () => {
  const unix = { transport: "unix", path: "/x" } as const;
  const { asked } = await ask({}, { kind: "admitted" }, unix);
  deepStrictEqual(asked, [[null, ""]]);
});

Deno.test("adminOnly() asks for a token", async () => {
  const { response } = await ask({}, { kind: "refused" });
  strictEqual(response.status, 401);
  strictEqual(
    response.headers.get("www-authenticate"),
    'Bearer realm="topics"',
  );
  deepStrictEqual(Object.keys(await response.json()), ["error"]);
});

Deno.test("adminOnly() says when to try again", async () => {
  const { response } = await ask({}, { kind: "blocked", retryAfter: 42 });
  strictEqual(response.status, 429);
  strictEqual(response.headers.get("retry-after"), "42");
  deepStrictEqual(await response.json(), {
    error: "Too many wrong tokens: try again in 42 s",
  });
});

Deno.test("adminOnly() lets nobody in where there is no token", async () => {
  await rejects(ask({}, { kind: "read-only" }), {
    status: 403,
    message: "read-only: ADMIN_TOKEN is not set",
  });
});

const SAME: HeadersInit[] = [
  { origin: "http://localhost" },
  { origin: "https://localhost" }, // a proxy ends TLS
  { origin: "https://public.example", "sec-fetch-site": "same-origin" },
];

for (const headers of SAME) {
  Deno.test(`adminOnly() takes a page of ${JSON.stringify(headers)} for ours`, async () => {
    strictEqual((await ask(headers)).response.status, 200);
  });
}

const FOREIGN: Record<string, string>[] = [
  { origin: "http://localhost.evil.example" },
  { origin: "http://localhost:81" },
  { origin: "null" },
  { origin: "http://evil.example", "sec-fetch-site": "cross-site" },
];

for (const headers of FOREIGN) {
  Deno.test(`adminOnly() refuses a page of ${headers.origin}`, async () => {
    await rejects(ask({ ...headers, authorization: "Bearer abc" }), {
      status: 403,
      message: `Requests from other sites are not allowed: "${headers.origin}"`,
    });
  });
}

const SESSION = { cookie: "a=b; freshet_session=good" };

const OWN: Record<string, string>[] = [
  { "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "same-origin", origin: "https://public.example" },
  { origin: "http://localhost" },
  { "sec-fetch-site": "none", origin: "http://localhost" },
];

for (const headers of OWN) {
  Deno.test(`adminOnly() lets a page of ${JSON.stringify(headers)} in by its session`, async () => {
    const { asked, response } = await ask({ ...headers, ...SESSION }, {
      kind: "refused",
    });
    strictEqual(response.status, 200);
    deepStrictEqual(asked, []);
  });
}

const NOT_OWN: Record<string, string>[] = [
  {},
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "cross-site", origin: "http://localhost" },
  { origin: "http://evil.example" },
];

for (const headers of NOT_OWN) {
  Deno.test(`adminOnly() lets nobody from ${JSON.stringify(headers)} in by a session`, async () => {
    const asking = ask({ ...headers, ...SESSION }, { kind: "refused" });
    await rejects(asking, { status: 403 });
  });
}

Deno.test("adminOnly() judges by the token who brings one, or a session that is over", async () => {
  for (
    const cookie of ["freshet_session=bad", "freshet_session=", "other=good"]
  ) {
    const own = { "sec-fetch-site": "same-origin", cookie };
    const { asked, response } = await ask(own, { kind: "refused" });
    strictEqual(response.status, 401);
    deepStrictEqual(asked, [[null, "192.0.2.1"]]);
  }
  const both = { ...SESSION, authorization: "Bearer wrong" };
  strictEqual((await ask(both, { kind: "refused" })).response.status, 401);
});

const COOKIES: [cookie: string, session: string | null][] = [
  ["freshet_session=1.a-_b", "1.a-_b"],
  ["a=b; freshet_session=x; c=d", "x"],
  ["a=b;freshet_session=x", "x"],
  ["freshet_session=", null],
  ["freshet_session", null],
  ["x_freshet_session=x", null],
  ["a=freshet_session=x", null],
  ["", null],
];

for (const [cookie, session] of COOKIES) {
  Deno.test(`sessionOf() reads ${session} of "${cookie}"`, () => {
    strictEqual(sessionOf({ headers: new Headers({ cookie }) }), session);
  });
}

Deno.test("sessionOf() reads nothing where there is no cookie", () => {
  strictEqual(sessionOf({ headers: new Headers() }), null);
});

Deno.test("sessionCookie() is out of reach of scripts and other sites", () => {
  const session = { value: "1.a", seconds: 60 };
  strictEqual(
    sessionCookie(session, false),
    "freshet_session=1.a; Path=/; Max-Age=60; HttpOnly; SameSite=Strict",
  );
  strictEqual(
    sessionCookie(session, true),
    "freshet_session=1.a; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure",
  );
  strictEqual(
    sessionCookie(null, false),
    "freshet_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
  );
});

const WAYS: [
  isTls: boolean,
  address: string,
  headers: Record<string, string>,
][] = [
  [false, "http://localhost/", { origin: "http://localhost" }],
  [true, "https://localhost/", {}],
  [true, "http://localhost/", { "x-forwarded-proto": "https, http" }],
  [true, "http://localhost/", { origin: "https://public.example" }],
];

for (const [isTls, address, headers] of WAYS) {
  Deno.test(`isOverTls() is ${isTls} of ${address} ${JSON.stringify(headers)}`, () => {
    const init = { method: "POST", headers };
    strictEqual(isOverTls(endpointContext(address, {}, init)), isTls);
  });
}
