import { equal } from "node:assert/strict";
import { App } from "../app.ts";
import { csrf, type CsrfOptions } from "./csrf.ts";

type Case = [
  name: string,
  status: number,
  headers: HeadersInit,
  options?: CsrfOptions,
];

const other = { origin: "https://other.example" };

const CASES: Case[] = [
  ["passes a program", 200, {}],
  ["passes the site itself", 200, { "sec-fetch-site": "same-origin" }],
  ["passes the address bar", 200, { "sec-fetch-site": "none" }],
  ["passes the site's origin", 200, { origin: "http://localhost" }],
  ["refuses another site", 403, { "sec-fetch-site": "cross-site" }],
  ["refuses a sibling", 403, { "sec-fetch-site": "same-site" }],
  ["refuses another origin", 403, other],
  ["refuses a hidden origin", 403, { origin: "null" }],
  ["passes the origin given", 200, other, { origin: other.origin }],
  ["passes an origin of a list", 200, other, { origin: ["a", other.origin] }],
  ["asks its function", 200, other, { origin: (o) => o === other.origin }],
  ["refuses others than those given", 403, { origin: "http://localhost" }, {
    origin: [other.origin],
  }],
];

for (const [name, status, headers, options] of CASES) {
  Deno.test(`csrf() ${name}`, async () => {
    const app = new App<unknown>().use(csrf(options))
      .all("/", () => new Response());
    const ask = async (method: string) => {
      const request = new Request("http://localhost/", { method, headers });
      return (await app.handler()(request)).status;
    };
    equal(await ask("POST"), status);
    equal(await ask("GET"), 200);
  });
}
