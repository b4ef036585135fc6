import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { isOwnPath, secured, secureResponse } from "./security.ts";

const PATHS: [address: string, isOwn: boolean][] = [
  ["/", true],
  ["/t/a?b=//c", true],
  ["//evil.example", false],
  ["/\\evil.example", false],
  ["/\t/evil.example", false],
  ["https://evil.example/", false],
  ["evil", false],
  ["", false],
];

for (const [address, isOwn] of PATHS) {
  Deno.test(`isOwnPath() is ${isOwn} of ${JSON.stringify(address)}`, () => {
    strictEqual(isOwnPath(address), isOwn);
  });
}

const POLICY = "content-security-policy";
const HERE = { pathname: "/", protocol: "http:" };

Deno.test("secureResponse() keeps a policy of nonces, and https only where the server has it", () => {
  const policy = "script-src 'nonce-a'; frame-ancestors 'none'; " +
    "upgrade-insecure-requests";
  const secure = (protocol: string) => {
    const response = new Response("", { headers: { [POLICY]: policy } });
    return secureResponse(response, { ...HERE, protocol }).headers.get(POLICY);
  };
  strictEqual(secure("https:"), policy);
  strictEqual(secure("http:"), "script-src 'nonce-a'; frame-ancestors 'none'");
});

Deno.test("secured() shows nothing of a failure, and reports it", async () => {
  const failure = new Error("secret");
  const reported: unknown[] = [];
  const answer = secured(
    () => Promise.reject(failure),
    (error) => reported.push(error),
  );
  const response = await answer(new Request("http://a/b"));
  strictEqual(response.status, 500);
  strictEqual(await response.text(), '{"error":"Something went wrong"}');
  match(response.headers.get(POLICY)!, /^default-src 'none'/);
  deepStrictEqual(reported, [failure]);
});
