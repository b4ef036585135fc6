import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { API_DOCUMENT } from "../../domain/api/document.ts";
import { dropUnknownParameters, isOwnPage, readJson } from "./request.ts";

const JSON_TYPE = "application/json";

async function read(body: BodyInit | null, type = JSON_TYPE): Promise<unknown> {
  const headers = { "content-type": type };
  const request = new Request("http://localhost/", {
    method: "POST",
    body,
    headers,
  });
  return await readJson(request);
}

for (const type of [JSON_TYPE, "Application/JSON; charset=utf-8"]) {
  Deno.test(`readJson() reads ${type}`, async () => {
    deepStrictEqual(await read('{"query":"é😀"}', type), { query: "é😀" });
  });
}

for (const type of ["text/plain", "application/jsonp", "text/json", ""]) {
  Deno.test(`readJson() refuses "${type}"`, async () => {
    await rejects(read("{}", type), {
      status: 415,
      message:
        `Content-Type must be application/json: current value is "${type}"`,
    });
  });
}

Deno.test("readJson() refuses a body without a type", async () => {
  const body = new Uint8Array([123, 125]);
  const request = new Request("http://localhost/", { method: "POST", body });
  await rejects(readJson(request), { status: 415 });
});

Deno.test("readJson() reads 64 KiB and no more, and does not wait for the rest", async () => {
  const filled = (length: number) => `"${"x".repeat(length - 2)}"`;
  await read(filled(65_536));
  await rejects(read(filled(65_537)), {
    status: 413,
    message: "The body must have at most 65536 bytes",
  });
  let pulled = 0;
  let left = false;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(10_000));
    },
    cancel: () => void (left = true),
  });
  await rejects(read(endless), { status: 413 });
  ok(pulled < 20 && left, `${pulled} chunks`);
});

const BROKEN: [name: string, body: BodyInit | null][] = [
  ["nothing", null],
  ["half an object", '{"query":'],
  ["a form", "query=x"],
  ["text that is no UTF-8", new Uint8Array([34, 255, 34])],
];

for (const [name, body] of BROKEN) {
  Deno.test(`readJson() refuses ${name}`, async () => {
    const message = /^The body must be JSON in UTF-8: /;
    await rejects(read(body), { status: 400, message });
  });
}

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

const LONG = "x".repeat(30);
/** A zone with a long name. */
const FAR = "America/Argentina/Buenos_Aires";

for (
  const [given, kept] of [
    ["", ""],
    ["?topics=a&topics=b,c", "?topics=a&topics=b,c"],
    ["?mood=positive&a&a&utm_source=x", "?mood=positive"],
    ["?q=a&q=b", "?q=a"],
    ["?q=%2Bb+c", "?q=%2Bb+c"],
    [`?list=${LONG}&zone=${LONG}&q=${LONG}`, `?q=${LONG}`],
    ["?list=hashtag&zone=utc", "?list=hashtag&zone=utc"],
    [`?per=day&zone=${FAR}&z=1`, `?per=day&zone=${encodeURIComponent(FAR)}`],
    ["?__proto__=x&constructor=y", ""],
  ] as const
) {
  Deno.test(`dropUnknownParameters() makes "${kept}" of "${given}"`, () => {
    const url = new URL(`http://localhost/t/trump${given}`);
    dropUnknownParameters(url);
    strictEqual(url.pathname + url.search, `/t/trump${kept}`);
  });
}

Deno.test("dropUnknownParameters() keeps all that the API's description names", () => {
  for (const { get } of Object.values(API_DOCUMENT.paths)) {
    for (const { in: place, name } of get?.parameters ?? []) {
      if (place !== "query") continue;
      const url = new URL(`http://localhost/?${name}=1`);
      dropUnknownParameters(url);
      strictEqual(url.searchParams.get(name), "1", name);
    }
  }
});
