import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { buildPages, type StartedPages, startPages } from "../support/pages.ts";
import { readNastyRows, toLine } from "../support/recordings.ts";
import { openPostsFile } from "../support/post_files.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { BROWSER, openBrowser } from "../support/browser.ts";
import { startProcess } from "../support/processes.ts";
import { retryUntil } from "../support/waiting.ts";

async function totalOf(page: Page): Promise<number> {
  const total = page.locator("[data-total]").first();
  return Number(await total.getAttribute("data-total"));
}

/** Waits until the page shows at least `count` posts in all. */
async function waitForTotal(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (least) => {
      const total = document.querySelector("[data-total]");
      return Number(total?.getAttribute("data-total")) >= least;
    },
    count,
    { timeout: 15_000 },
  );
}

/** Pixels of a chart's bars: neither empty nor of the grid. */
function countPainted(page: Page, chart: string): Promise<number> {
  return page.locator(`${chart} canvas`).first().evaluate((node) => {
    const canvas = node as HTMLCanvasElement;
    const { data, width } = canvas.getContext("2d")!
      .getImageData(0, 0, canvas.width, canvas.height);
    // The grid is one pixel high: bars have their color above and below.
    return data.filter((value, i) =>
      i % 4 === 3 && value > 100 &&
      data[i - 4 * width]! > 100 && data[i + 4 * width]! > 100
    ).length;
  });
}

/** Pages of posts of a file. */
function replay(path: string, options: string): Promise<StartedPages> {
  const SOURCE_URL = `file:${path}?${options}`;
  return startPages({ SOURCE_URL, TRACK: "trump", POLL_MS: "500" });
}

Deno.test(
  "the page of a topic moves while posts come in",
  BROWSER,
  async () => {
    await using file = await openPostsFile();
    await using pages = await replay(file.path, "restamp=now&rate=400");
    const { page, complaints } = await pages.open("t/trump");
    const before = await totalOf(page);
    await waitForTotal(page, before + 50);
    for (const chart of ["#chart-posts", "#chart-share"]) {
      await page.locator(`${chart} canvas`).first().waitFor();
      const painted = await countPainted(page, chart);
      ok(painted > 500, `${chart} has ${painted} painted pixels`);
    }
    const least = {
      ...{ "#positive-words li": 5, "#negative-words li": 3 },
      ...{ "#posts article, #posts li": 20, "#posts mark": 5 },
    };
    // Lists begin to live when they are seen.
    await page.locator("#positive-words").scrollIntoViewIfNeeded();
    for (const [selector, count] of Object.entries(least)) {
      await retryUntil(async () =>
        ok(await page.locator(selector).count() >= count, selector)
      );
    }
    const words = await page.locator("#positive-words li").allTextContents();
    ok(words.every((word) => !/\btrump\b/i.test(word)));
    strictEqual(
      await page.locator("[data-status]").first().getAttribute("data-status"),
      "live",
    );
    deepStrictEqual(complaints, []);
  },
);

Deno.test("two browsers of one server show the same", BROWSER, async () => {
  await using file = await openPostsFile();
  await using served = await replay(file.path, "restamp=now");
  const { started } = served;
  const opened = [await served.open("t/trump"), await served.open("t/trump")];
  const pages = opened.map(({ page }) => page);
  await started.waitForLog("source ended");
  const response = await fetch(new URL("/api/topics", started.url));
  const [topic] = await response.json();
  for (const page of pages) await waitForTotal(page, topic.posts);
  const [first, second] = await Promise.all(pages.map(totalOf));
  deepStrictEqual([first, second], [topic.posts, topic.posts]);
  // A page begins with 30 posts, and shows more the longer it has been open; of a flood, every 3 s.
  const newest = (page: Page) =>
    page.locator("#posts [data-seq]").evaluateAll((nodes) =>
      nodes.slice(0, 30).map((node) => node.getAttribute("data-seq"))
    );
  await retryUntil(async () => {
    const [ones, others] = await Promise.all(pages.map(newest));
    strictEqual(ones!.length, 30);
    deepStrictEqual(ones, others);
  });
});

Deno.test(
  "hostile texts are shown as text and nothing of them runs",
  BROWSER,
  async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/nasty.ndjson`;
    const lines = (await readNastyRows()).filter((row) =>
      row.text !== undefined
    )
      .map((row) => new TextDecoder().decode(toLine(row)));
    await Deno.writeTextFile(path, lines.join("\n"));
    await using pages = await replay(path, "restamp=now&rate=2000");
    const { started } = pages;
    const { page, complaints } = await pages.open("t/trump");
    await started.waitForLog("source ended");
    const [topic] = await (await fetch(new URL("/api/topics", started.url)))
      .json();
    await waitForTotal(page, topic.posts);
    // A reload would cut the open stream, which Chromium calls an error.
    await page.goto("about:blank");
    await page.goto(`${started.url}t/trump`);
    await waitForTotal(page, topic.posts);
    strictEqual(
      await page.locator("#posts script, #posts img, #posts iframe").count(),
      0,
    );
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "the page goes on by itself after the server was killed",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    await using file = await openPostsFile();
    const env = {
      SOURCE_URL: `file:${file.path}?restamp=now&rate=300`,
      DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
      TRACK: "trump",
      POLL_MS: "500",
    };
    await using browser = await openBrowser();
    const page = await browser.newPage();
    let port: string;
    {
      await using started = await startProcess(env);
      port = new URL(started.url).port;
      await page.goto(`${started.url}t/trump`);
      await waitForTotal(page, 10);
      await started.kill();
    }
    await page.locator('[data-status="reconnecting"]').first().waitFor();
    const before = await totalOf(page);
    await using _again = await startProcess({ ...env, PORT: port });
    await waitForTotal(page, before + 30);
    const seqs = await page.locator("#posts [data-seq]").evaluateAll((
      nodes,
    ) => nodes.map((node) => Number(node.getAttribute("data-seq"))));
    strictEqual(new Set(seqs).size, seqs.length);
    deepStrictEqual(seqs, seqs.toSorted((a, b) => b - a));
  },
);
