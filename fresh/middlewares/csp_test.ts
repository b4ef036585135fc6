import { equal, match } from "node:assert/strict";
import { h } from "preact";
import { App } from "../app.ts";
import { csp, type CSPOptions } from "./csp.ts";

async function policyOf(
  path: string,
  options?: CSPOptions,
): Promise<{ policy: string; html: string }> {
  const app = new App<unknown>().use(csp(options))
    .get("/page", (ctx) => ctx.render(h("script", null)))
    .get("/data", () => Response.json({}));
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

Deno.test("csp() puts a directive in the place of the default of its name", async () => {
  const given = ["img-src *", "connect-src 'self' ws:", "worker-src 'none'"];
  const { policy } = await policyOf("/data", { csp: given });
  equal(policy.split("; ").length, 13);
  for (const directive of given) {
    equal(policy.split("; ").includes(directive), true);
  }
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
