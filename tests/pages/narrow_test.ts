import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { timeTexts, watchCanvasText } from "../support/page_checks.ts";
import { openTopicPages, usePages } from "../support/pages.ts";
import { BROWSER, whereIs } from "../support/browser.ts";

const pages = usePages(openTopicPages);

const PHONE = { width: 360, height: 800 };

/** Pixels between the labels of time under each chart, as the server draws it. */
function distancesOf(page: Page): Promise<number[]> {
  return page.locator(".plot").evaluateAll((plots) =>
    plots.flatMap((plot) => {
      const boxes = [...plot.querySelectorAll(":is(.few, .many) text")]
        .map((text) => text.getBoundingClientRect())
        .filter(({ width }) => width > 0);
      return boxes.slice(1).map(({ left }, i) => left - boxes[i]!.right);
    })
  );
}

/** Marks of time that are shown, of all charts. */
function countMarks(page: Page): Promise<number> {
  return page.locator(".plot :is(.few, .many) text").evaluateAll((texts) =>
    texts.filter((text) => text.getBoundingClientRect().width > 0).length
  );
}

/** The same as uPlot draws it, and whether all of them are on the canvas. */
async function drawnDistancesOf(page: Page): Promise<number[]> {
  const distances: number[] = [];
  for (const chart of ["#chart-posts", "#chart-share", "#chart-score"]) {
    await page.locator(`${chart} canvas`).waitFor();
    const texts = await timeTexts(page, chart);
    const width = await page.locator(`${chart} canvas`)
      .evaluate((canvas) => canvas.clientWidth);
    ok(texts.length > 0 && texts.at(-1)!.right <= width + 1, chart);
    ok(texts[0]!.left >= 0, chart);
    distances.push(
      ...texts.slice(1).map(({ left }, i) => left - texts[i]!.right),
    );
  }
  return distances;
}

/** Links and buttons that are smaller than so many pixels, in a part of the page. */
function tooSmall(page: Page, part: string, least: number): Promise<string[]> {
  return page.locator(`${part} :is(a, summary, button)`).evaluateAll(
    (nodes, least) =>
      nodes.filter((node) => {
        const { width, height } = node.getBoundingClientRect();
        return height > 0 && (width < 24 || height < least);
      }).map((node) => node.outerHTML),
    least,
  );
}

Deno.test("marks of time keep their distance on a phone", BROWSER, async () => {
  const { page: still } = await pages().open("/t/cat", {
    viewport: PHONE,
    javaScriptEnabled: false,
  });
  const { page } = await pages().open("/t/cat", { viewport: PHONE });
  await watchCanvasText(page);
  for (const range of ["5m", "15m", "1h", "6h", "24h", "7d", "30d"]) {
    const { href } = new URL(`/t/cat?range=${range}`, pages().address);
    await still.goto(href);
    await page.goto(href);
    const distances = await distancesOf(still);
    ok(await countMarks(still) >= 3, range);
    distances.push(...await drawnDistancesOf(page));
    ok(distances.every((pixels) => pixels >= 16), `${range}: ${distances}`);
  }
});

Deno.test("what is to be touched is large enough", BROWSER, async () => {
  for (const path of ["/t/cat", "/compare?topics=cat,dog"]) {
    for (const [least, hasTouch] of [[24, false], [32, true]] as const) {
      const { page } = await pages().open(path, {
        viewport: PHONE,
        hasTouch,
        isMobile: hasTouch,
      });
      for (const part of [".ranges", ".choices", ".compared tr > td"]) {
        deepStrictEqual(await tooSmall(page, part, least), []);
      }
      await page.context().close();
    }
  }
});

Deno.test(
  "topics are compared in numbers on a phone, and taken off",
  BROWSER,
  async () => {
    const path = "/compare?topics=cat,dog";
    const { page } = await pages().open(path, { viewport: PHONE });
    const cells = page.locator(".compared tbody :is(th, td)");
    const rights = await cells.evaluateAll((nodes) =>
      nodes.map((node) => node.getBoundingClientRect().right)
    );
    strictEqual(rights.length, 16);
    ok(rights.every((right) => right <= 360), `${rights}`);
    await page.getByRole("link", { name: "Take cat off" }).click();
    strictEqual(whereIs(page), "/compare?topics=dog");
  },
);

Deno.test("/api begins with what it is about on a phone", BROWSER, async () => {
  const { page } = await pages().open("/api", { viewport: PHONE });
  const topOf = (selector: string) =>
    page.locator(selector).first().evaluate((node) =>
      node.getBoundingClientRect().top
    );
  ok(await topOf("h1") < 200);
  ok(await topOf("h1") < await topOf(".api > nav"));
  const broken = await page.locator(".endpoint td:nth-child(2)").evaluateAll(
    (cells) =>
      cells.filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const { height } = range.getBoundingClientRect();
        return /^\w+$/.test(cell.textContent!) && height > 30;
      }).map((cell) => cell.textContent),
  );
  deepStrictEqual(broken, []);
});

Deno.test(
  "numbers hold in their tiles, and tabs in their row, on a tablet",
  BROWSER,
  async () => {
    const { page } = await pages().open("/t/cat", {
      viewport: { width: 768, height: 1_000 },
    });
    const { shares, tabs } = await page.evaluate(() => {
      const heightOf = (selector: string) =>
        document.querySelector(selector)!.getBoundingClientRect().height;
      return {
        shares: heightOf(".tile:last-child .note"),
        tabs: heightOf(".masthead nav") / heightOf(".masthead"),
      };
    });
    strictEqual(shares, 20);
    ok(tabs < 0.6, "tabs have a row of their own");
  },
);
