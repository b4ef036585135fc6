import { strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { isOverTls } from "./is_over_tls.ts";
import { sessionCookie, sessionOf } from "./session_cookie.ts";

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
