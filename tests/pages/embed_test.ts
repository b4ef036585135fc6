import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { openTopicPages, SECRET, usePages } from "../support/pages.ts";
import { BROWSER, watchPage } from "../support/browser.ts";

const pages = usePages(openTopicPages);

/** A page of another site, on an origin of its own, with a frame. */
function foreignPage(address: string) {
  const html = `<!DOCTYPE html><title>Elsewhere</title>
    <iframe src="${address}" width="480" height="320"></iframe>`;
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(html, { headers: { "content-type": "text/html" } }),
  );
}

Deno.test(
  "/embed/t/:topic lives in pages of others, and other pages do not",
  BROWSER,
  async () => {
    const { browser, address } = pages();
    await using around = foreignPage(
      new URL("/embed/t/dog?chart=posts&range=15m", address).href,
    );
    const home = `http://127.0.0.1:${around.addr.port}/`;
    const page = await browser.newPage();
    const complaints = await watchPage(page);
    const asked: string[] = [];
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => {
      asked.push(new URL(response.url()).pathname);
      bodies.push(response.text().catch(() => ""));
    });
    await page.goto(home);
    const frame = page.frameLocator("iframe");
    await frame.locator("#chart-posts canvas").waitFor();
    const link = frame.getByRole("link", { name: "dog" });
    deepStrictEqual(
      [await link.getAttribute("href"), await link.getAttribute("target")],
      ["/t/dog?range=15m", "_blank"],
    );
    const summary = frame.locator("#chart-posts [role=img]");
    const words = await summary.getAttribute("aria-label");
    const before = Number(/ (\d+) in total/.exec(words!)![1]);
    ok(before >= 1);
    await pages().post("dog", new Array(30).fill(0));
    await frame.locator(`[aria-label*=" ${before + 30} in total"]`)
      .waitFor({ timeout: 15_000 });
    ok(asked.includes("/api/series"));
    ok(!asked.includes("/api/stream"));
    ok(!(await Promise.all(bodies)).some((body) => body.includes(SECRET)));
    deepStrictEqual(complaints, []);

    await using refused = foreignPage(new URL("/t/dog", address).href);
    await page.goto(`http://127.0.0.1:${refused.addr.port}/`);
    await page.waitForTimeout(500);
    strictEqual(await page.frameLocator("iframe").locator("#main").count(), 0);
    ok(complaints.join("\n").includes("frame-ancestors"));
  },
);

Deno.test(
  "the page of a topic gives away its charts for other pages",
  BROWSER,
  async () => {
    const { page } = await pages().open("/t/dog?range=6h", {
      javaScriptEnabled: false,
    });
    await page.locator(".snippet summary").click();
    const text = await page.getByRole("textbox", { name: "Mood" })
      .inputValue();
    const html = await frameSource(page, text);
    strictEqual(
      html,
      new URL("/embed/t/dog?chart=score&range=6h", pages().address).href,
    );
  },
);

/** Where the frame leads that a text makes. */
async function frameSource(page: Page, text: string): Promise<string> {
  const browser = page.context().browser()!;
  const other = await browser.newPage();
  await other.setContent(text);
  return await other.locator("iframe").evaluate((frame) =>
    (frame as HTMLIFrameElement).src
  );
}

Deno.test("a chart in a page of others has its source, its state, and the theme that it is given", async () => {
  const { address } = pages();
  const ask = async (query: string) => {
    const response = await fetch(new URL(`/embed/t/dog?${query}`, address));
    return { status: response.status, html: await response.text() };
  };
  const dark = await ask("chart=share&theme=dark");
  match(dark.html, /<html[^>]* data-theme="dark"/);
  match(dark.html, /Source: [^<]+ · <!-- -->live|Source: [^<]+ ·[^<]*live/);
  doesNotMatch((await ask("chart=share")).html, /data-theme/);
  match(
    (await ask("from=0&to=86400")).html,
    /until 1 Jan 1970|until 2 Jan 1970/,
  );
  strictEqual((await ask("theme=pink")).status, 400);
});

Deno.test(
  "a chart with a filter is of the posts that match, and says so",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open(
      "/embed/t/dog?chart=posts&range=15m&mood=positive&q=cute",
    );
    await page.locator("#chart-posts canvas").waitFor();
    match(
      await page.locator("h1").innerText(),
      /dog\s*only: positive posts, text “cute”/,
    );
    match(
      (await page.getByRole("link", { name: "dog" }).getAttribute("href"))!,
      /^\/t\/dog\?range=15m&mood=positive&q=cute$/,
    );
    const summary = page.locator("#chart-posts [role=img]");
    match((await summary.getAttribute("aria-label"))!, / 0 in total/);
    const read = await page.waitForResponse(/api\/series/);
    const { searchParams } = new URL(read.url());
    deepStrictEqual(
      [read.status(), searchParams.get("sentiment"), searchParams.get("q")],
      [200, "positive", "cute"],
    );
    deepStrictEqual((await read.json()).posts.filter(Boolean), []);
    await page.goto(
      new URL("/embed/t/dog?chart=words&range=15m&q=nothingofthis", page.url())
        .href,
    );
    strictEqual(await page.locator(".words li").count(), 0);
    deepStrictEqual(complaints, []);
  },
);
