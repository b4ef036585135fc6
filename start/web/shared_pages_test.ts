import {
  deepStrictEqual,
  match,
  notStrictEqual,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { sharedPageKey, SharedPages } from "./shared_pages.ts";

const KEY_CASES: [path: string, init: RequestInit, key: string | null][] = [
  ["/", {}, "en-GB auto http://x/"],
  ["/t/a?range=7d", {}, "en-GB auto http://x/t/a?range=7d"],
  [
    "/embed/t/a",
    { headers: { "accept-language": "de" } },
    "de auto http://x/embed/t/a",
  ],
  [
    "/wall",
    { headers: { cookie: "freshet_theme=dark" } },
    "en-GB dark http://x/wall",
  ],
  ["/", { headers: { cookie: "freshet_theme=dark; other=1" } }, null],
  ["/", { headers: { authorization: "Bearer x" } }, null],
  ["/", { method: "POST" }, null],
  ...["/t/a/check", "/topics", "/api/topics", "/api/stream", "/pipeline"].map(
    (path): [string, RequestInit, null] => [path, {}, null],
  ),
];

for (const [path, init, key] of KEY_CASES) {
  Deno.test(`sharedPageKey() of ${init.method ?? "GET"} ${path} with ${JSON.stringify(init.headers ?? {})}`, () => {
    const request = new Request(`http://x${path}`, init);
    strictEqual(sharedPageKey(request, new URL(request.url)), key);
  });
}

/** Renders numbered pages, each with its nonce, and counts them. */
function renderer(headers: Record<string, string> = {}) {
  const made = { pages: 0 };
  const render = async () => {
    const page = ++made.pages;
    await Promise.resolve();
    return new Response(`<script nonce="n-${page}">${page}</script>`, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `script-src 'nonce-n-${page}'`,
        ...headers,
      },
    });
  };
  return { made, render };
}

async function read(response: Response) {
  const html = await response.text();
  const [, nonce, page] = /nonce="([^"]+)">(\d+)</.exec(html)!;
  strictEqual(
    response.headers.get("content-security-policy"),
    `script-src 'nonce-${nonce}'`,
  );
  return { nonce, page: Number(page) };
}

Deno.test("SharedPages renders once what several ask for at once, each with a nonce of its own", async () => {
  const pages = new SharedPages();
  const { made, render } = renderer();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => pages.answer("/", "v1", render)),
  );
  const all = await Promise.all(answers.map(read));
  strictEqual(made.pages, 1);
  deepStrictEqual(new Set(all.map(({ page }) => page)), new Set([1]));
  strictEqual(new Set(all.map(({ nonce }) => nonce)).size, 5);
});

Deno.test("SharedPages renders again for another key, another version, and after a second", async () => {
  const pages = new SharedPages();
  const { render } = renderer();
  const ask = async (key: string, version: string) =>
    (await read(await pages.answer(key, version, render))).page;
  deepStrictEqual([await ask("/", "v1"), await ask("/", "v1")], [1, 1]);
  strictEqual(await ask("/t/a", "v1"), 2);
  strictEqual(await ask("/", "v2"), 3);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  strictEqual(await ask("/", "v2"), 4);
});

Deno.test("SharedPages shares neither failures nor answers that are no pages or set cookies", async () => {
  const pages = new SharedPages();
  await rejects(
    pages.answer("/", "v1", () => Promise.reject(new Error("no database"))),
    /no database/,
  );
  const { made, render } = renderer({ "set-cookie": "a=1" });
  const answers = await Promise.all(
    [1, 2].map(() => pages.answer("/", "v1", render)),
  );
  strictEqual(made.pages, 2);
  match(answers[1]!.headers.get("set-cookie")!, /a=1/);
  const [one, other] = await Promise.all(
    [1, 2].map(() =>
      pages.answer(
        "/x",
        "v1",
        () => Promise.resolve(Response.json(made.pages++)),
      )
    ),
  );
  notStrictEqual(await one!.text(), await other!.text());
});
