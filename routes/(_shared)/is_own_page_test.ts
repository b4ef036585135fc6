import { strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { isOwnPage } from "./is_own_page.ts";

const CASES: [isOwn: boolean, name: string, headers: Record<string, string>][] =
  [
    [true, "a page of ours", { "sec-fetch-site": "same-origin" }],
    [true, "an old browser", { origin: "http://localhost" }],
    [true, "one behind a proxy that ends TLS", { origin: "https://localhost" }],
    [true, "one behind a proxy that asks by another name", {
      origin: "https://public.example",
      "sec-fetch-site": "same-origin",
    }],
    [true, "an old one behind a proxy that passes its name on", {
      origin: "http://public.example",
      "x-forwarded-host": "public.example, inner.example",
    }],
    [false, "who says nothing", {}],
    [false, "another site", { origin: "http://evil.example" }],
    [false, "another port", { origin: "http://localhost:81" }],
    [false, "a name that begins alike", {
      origin: "http://localhost.evil.example",
    }],
    [false, "a sandbox", { origin: "null" }],
    [false, "a file", { origin: "file://" }],
    [false, "a sibling of the site", {
      origin: "http://localhost",
      "sec-fetch-site": "same-site",
    }],
    [false, "one that was led through another site", {
      origin: "http://localhost",
      "sec-fetch-site": "cross-site",
    }],
    [false, "an address that was typed", { "sec-fetch-site": "none" }],
  ];

for (const [isOwn, name, headers] of CASES) {
  Deno.test(`isOwnPage() is ${isOwn} of ${name}`, () => {
    const init = { method: "POST", headers };
    strictEqual(isOwnPage(endpointContext("/topics", {}, init)), isOwn);
  });
}
