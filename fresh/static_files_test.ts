import { deepStrictEqual, equal } from "node:assert/strict";
import { App } from "./app.ts";
import { NO_BUILD } from "./build.ts";
import { staticFiles } from "./static_files.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const ASK_AGAIN = "no-cache, no-store, max-age=0, must-revalidate";

function ask(
  path: string,
  init: RequestInit = {},
  mode: "development" | "production" = "production",
): Promise<Response> {
  const app = new App<unknown>().use(staticFiles())
    .use(() => new Response("next"));
  const paths = ["/style.css", "/a%20b.svg", "/_fresh/js/b1/boot.js", "/x.bin"];
  const files = paths.map((path) => [path, { path, hash: "abc" }]);
  const contents = paths.map((path) =>
    [path, new TextEncoder().encode(path)] as const
  );
  app.build = {
    ...{ ...NO_BUILD, id: "b1", mode },
    files: Object.fromEntries(files),
    contents: new Map(contents),
  };
  return app.handler()(new Request(`http://localhost${path}`, init));
}

Deno.test("staticFiles() answers with what the build found, typed and measured", async () => {
  const cases = [
    ["/style.css", "text/css; charset=utf-8"],
    ["/a%20b.svg", "image/svg+xml"],
    ["/_fresh/js/b1/boot.js", "text/javascript; charset=utf-8"],
    ["/x.bin", "application/octet-stream"],
  ] as const;
  for (const [path, type] of cases) {
    const response = await ask(path);
    equal(response.headers.get("content-type"), type);
    equal(response.headers.get("content-length"), String(path.length));
    equal(await response.text(), path);
  }
});

Deno.test("staticFiles() knows no path that the build does not", async () => {
  const paths = [
    "/",
    "/../style.css.bak",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/style.css",
    "/style.css%00",
    "/%E0%A4%A",
    "/_fresh/js/b0/boot.js",
    "/constructor",
    "/__proto__",
  ];
  for (const path of paths) {
    equal(await (await ask(path)).text(), "next", path);
  }
});

Deno.test("staticFiles() does not bother pages with a missing favicon", async () => {
  const response = await ask("/favicon.ico");
  deepStrictEqual([response.status, await response.text()], [404, ""]);
});

Deno.test("staticFiles() can only be read", async () => {
  equal((await ask("/style.css", { method: "POST" })).status, 405);
  const head = await ask("/style.css", { method: "HEAD" });
  deepStrictEqual([head.status, head.body], [200, null]);
  equal(head.headers.get("content-length"), "10");
});

Deno.test("staticFiles() lets browsers keep what cannot change", async () => {
  const cases = [
    ["/style.css", ASK_AGAIN],
    ["/style.css?__frsh_c=b1", FOR_EVER],
    ["/_fresh/js/b1/boot.js", FOR_EVER],
  ] as const;
  for (const [path, value] of cases) {
    equal((await ask(path)).headers.get("cache-control"), value);
    const inWork = await ask(path, {}, "development");
    equal(inWork.headers.get("cache-control"), ASK_AGAIN);
    equal(inWork.headers.get("etag"), null);
  }
});

Deno.test("staticFiles() sends away from the address of another build", async () => {
  const { status, headers } = await ask("/style.css?a=1&__frsh_c=b0");
  deepStrictEqual([status, headers.get("location")], [307, "/style.css?a=1"]);
});

Deno.test("staticFiles() does not send again what a browser has", async () => {
  const first = await ask("/style.css");
  equal(first.headers.get("etag"), 'W/"abc"');
  equal(first.headers.get("vary"), "If-None-Match");
  const cases = [['W/"abc"', 304], ['"x", "abc"', 304], [
    'W/"abcd"',
    200,
  ]] as const;
  for (const [tag, status] of cases) {
    const headers = { "if-none-match": tag };
    const response = await ask("/style.css", { headers });
    equal(response.status, status, tag);
    equal(response.body === null, status === 304);
  }
});
