import { equal, match } from "node:assert/strict";
import { h } from "preact";
import { App } from "./app.ts";
import { NO_BUILD, type RouteFile } from "./build.ts";
import { csp, type CSPOptions } from "./csp.ts";

const ROUTES: RouteFile[] = [
  { path: "_app.ts", module: { default: () => h("script", null) } },
  { path: "page.ts", module: { default: () => null } },
  { path: "data.ts", module: { handler: () => Response.json({}) } },
];

async function policyOf(
  path: string,
  options?: CSPOptions,
): Promise<{ policy: string; html: string }> {
  const app = new App<unknown>().use(csp(options)).fsRoutes();
  app.build = { ...NO_BUILD, routes: ROUTES };
  const response = await app.handler()(new Request(`http://localhost${path}`));
  const policy = response.headers.get("content-security-policy")!;
  return { policy, html: await response.text() };
}

Deno.test("csp() allows only what comes from the site itself", async () => {
  const { policy } = await policyOf("/data");
  match(policy, /^default-src 'self'; script-src 'self' 'unsafe-inline'; /);
  match(policy, /; object-src 'none'; .*; upgrade-insecure-requests$/);
  equal(policy.split("; ").length, 13);
});

Deno.test("csp() allows by nonce what a page renders", async () => {
  const { policy, html } = await policyOf("/page", { useNonce: true });
  const nonce = /nonce="([^"]+)"/.exec(html)?.[1];
  match(policy, new RegExp(`script-src 'self' 'nonce-${nonce}'; style-src`));
  equal(policy.includes("unsafe-inline"), false);
});

Deno.test("csp() changes nothing by nonce where nothing was rendered", async () => {
  const { policy } = await policyOf("/data", { useNonce: true });
  equal(policy.includes("nonce"), false);
});

Deno.test("csp() allows all that is inline unless told to use nonces", async () => {
  const { policy } = await policyOf("/page");
  match(policy, /script-src 'self' 'unsafe-inline'; style-src/);
});
