import { deepStrictEqual, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import {
  MOST_BUSY,
  MOST_GROWTH,
  startBusyServer,
  watchWork,
  workWords,
} from "../support/budgets.ts";
import {
  type Loaded,
  watchLoading,
  watchShifts,
} from "../support/page_checks.ts";
import { BROWSER, launchBrowser, watchPage } from "../support/browser.ts";
import { retryUntil } from "../support/waiting.ts";

/** In bytes: script, uPlot with it, and styles packed; pages as they are. */
const MOST = { script: 60_000, styles: 12_000, page: 100_000 };
const MOST_SHIFT = 0.02;

const WATCHED_SECONDS = 45;
const SHIFT_SECONDS = 20;

/** Until lists are as long as they get. */
const SETTLED_MS = 15_000;

/** Longer than all of it takes. */
const SERVED_SECONDS = 240;

const PAGES = ["", "t/trump", "compare?topics=trump,climate", "pipeline"];

Deno.test(
  "pages stay within their budgets at 100 posts a second",
  BROWSER,
  async (test) => {
    await using started = await startBusyServer(SERVED_SECONDS);
    await retryUntil(async () => await countPosts(started.url) > 500);
    const browser = await launchBrowser();
    try {
      await test.step("the first responses are small", async () => {
        for (const path of [...PAGES, "topics", "api"]) {
          const response = await fetch(started.url + path);
          const { byteLength } = await response.arrayBuffer();
          print(`/${path}: ${kB(byteLength)} of HTML`);
          ok(response.ok && byteLength <= MOST.page, `/${path}: ${byteLength}`);
        }
      });

      await test.step("/t/:topic loads little, and uPlot after its first paint", async () => {
        const page = await browser.newPage({
          viewport: { width: 1_440, height: 1_000 },
        });
        const complaints = await watchPage(page);
        const readLoaded = watchLoading(page);
        await page.goto(`${started.url}t/trump`);
        await page.locator("#chart-posts canvas").first().waitFor();
        await delay(1_000);
        const loaded = await readLoaded();
        await assertOrder(page, loaded);
        deepStrictEqual(complaints, []);
        assertSizes(loaded);
        await page.close();
      });

      await test.step("/t/:topic holds still while posts come", async () => {
        const page = await browser.newPage({
          viewport: { width: 1_440, height: 1_000 },
        });
        const readShifts = await watchShifts(page);
        await page.goto(`${started.url}t/trump`);
        const before = await countPosts(started.url);
        await delay(SHIFT_SECONDS * 1_000);
        const rate = (await countPosts(started.url) - before) / SHIFT_SECONDS;
        const shifts = await readShifts();
        const sum = shifts.reduce((total, { value }) => total + value, 0);
        print(`layout shift ${sum.toFixed(4)} at ${rate.toFixed(0)} posts/s`);
        ok(rate > 80, `only ${rate} posts/s`);
        ok(sum <= MOST_SHIFT, JSON.stringify(shifts.slice(0, 10)));
        await page.close();
      });

      await test.step("/t/:topic needs little of a processor, and no more memory with time", async () => {
        const page = await browser.newPage({
          viewport: { width: 1_440, height: 1_000 },
        });
        await page.goto(`${started.url}t/trump`);
        await delay(SETTLED_MS);
        const work = await watchWork(page, WATCHED_SECONDS);
        print(workWords(work));
        ok(work.busy <= MOST_BUSY, workWords(work));
        ok(work.growth <= MOST_GROWTH, workWords(work));
        await page.close();
      });
    } finally {
      await browser.close();
    }
  },
);

/** Posts that are stored of all topics. */
async function countPosts(url: string): Promise<number> {
  const response = await fetch(new URL("/api/topics", url));
  const topics: { posts: number }[] = await response.json();
  return topics.reduce((sum, { posts }) => sum + posts, 0);
}

function assertSizes(loaded: readonly Loaded[]): void {
  const sumOf = (type: string, size: "size" | "packed") =>
    loaded.filter((one) => one.type === type)
      .reduce((sum, one) => sum + one[size], 0);
  const [script, styles] = [
    sumOf("script", "packed"),
    sumOf("stylesheet", "packed"),
  ];
  print(
    `/t/:topic: script ${kB(script)} packed (${
      kB(sumOf("script", "size"))
    } as it is), ` +
      `CSS ${kB(styles)} packed (${kB(sumOf("stylesheet", "size"))} as it is)`,
  );
  const largest = loaded.filter(({ type }) => type === "script")
    .sort((a, b) => b.packed - a.packed).slice(0, 8)
    .map(({ url, packed }) => `${url.split("/").at(-1)} ${kB(packed)}`);
  const sizes = `${script}: ${largest.join(", ")}`;
  ok(script > 0 && script <= MOST.script, sizes);
  ok(styles > 0 && styles <= MOST.styles, `CSS: ${styles}`);
}

/** uPlot is not in the way of what is seen first. */
async function assertOrder(
  page: Page,
  loaded: readonly Loaded[],
): Promise<void> {
  const chart = loaded.find(isChart);
  ok(chart, "uPlot has a file of its own, with what needs it");
  const { painted, asked } = await page.evaluate((url) => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]
      ?.startTime,
    asked: performance.getEntriesByName(url)[0]?.startTime,
  }), chart.url);
  print(
    `first paint at ${painted?.toFixed(0)} ms, uPlot asked for at ${
      asked?.toFixed(0)
    } ms`,
  );
  ok(painted !== undefined && asked !== undefined && asked >= painted);
}

function isChart({ url }: Loaded): boolean {
  return /\/plot-[^/]*\.js$/.test(url);
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

function print(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}
