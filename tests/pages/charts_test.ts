import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { timeTexts, watchCanvasText } from "../support/page_checks.ts";
import { type StartedPages, startPagesOn, usePages } from "../support/pages.ts";
import { openPostsFile } from "../support/post_files.ts";
import { BROWSER, readDownload } from "../support/browser.ts";
import { retryUntil } from "../support/waiting.ts";

const DAY = 86_400;
const CHARTS = ["#chart-posts", "#chart-share", "#chart-score"];

/** Posts that a test replays. */
const POSTS = 1_500;

/** Replays posts as if they were written now, so many a second. */
async function replay(rate: number): Promise<StartedPages> {
  await using file = await openPostsFile();
  const posts = file.posts.slice(0, POSTS);
  return await startPagesOn(posts, `rate=${rate}`, { TRACK: "trump" });
}

/** Pages of posts that have all come. */
const settled = usePages(async () => {
  const pages = await replay(2_000);
  await pages.started.waitForLog("source ended");
  return pages;
});

/** Opens a path, and looks that its page does nothing that it must not do. */
async function withPage(
  path: string,
  look: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const { page, complaints } = await settled().open(path, {
    viewport: { width: 1_280, height: 1_600 },
    ...options,
  });
  if (options.javaScriptEnabled !== false) await waitForCharts(page);
  await look(page);
  deepStrictEqual(complaints, []);
}

/** Loads a page again, to watch what its canvases write. */
async function reloadWatched(page: Page): Promise<void> {
  await watchCanvasText(page);
  await page.reload();
  await waitForCharts(page);
}

async function waitForCharts(page: Page): Promise<void> {
  for (const chart of CHARTS) await page.locator(`${chart} canvas`).waitFor();
}

/** From when to when each chart says that it is. */
async function spansOf(page: Page): Promise<string[]> {
  const words = await page.locator(".charts svg.frame").evaluateAll((frames) =>
    frames.map((frame) => frame.getAttribute("aria-label") ?? "")
  );
  return words.map((text) => / from (.+?): /.exec(text)?.[1] ?? text);
}

/** Waits until all charts show the same, which is something else than before. */
async function waitForOtherSpan(page: Page, before: string): Promise<string> {
  return await retryUntil(async () => {
    const [first, ...others] = await spansOf(page);
    ok(first && first !== before, `still ${first}`);
    deepStrictEqual(others, others.map(() => first));
    return first;
  });
}

/** Charts on which a range is selected. */
function countSelections(page: Page): Promise<number> {
  return page.locator(".charts .u-select").evaluateAll((selections) =>
    selections.filter(({ clientWidth }) => clientWidth > 0).length
  );
}

function timesOf(page: Page): (string | null)[] {
  const { searchParams } = new URL(page.url());
  return ["range", "from", "to"].map((name) => searchParams.get(name));
}

async function drag(page: Page, chart: string, from: number, to: number) {
  const box = (await page.locator(`${chart} .canvas`).boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, y, { steps: 5 });
  await page.mouse.up();
}

Deno.test(
  "dragging on a chart zooms it and all others, and the way back leads back",
  BROWSER,
  async () => {
    await withPage("t/trump?range=30d&q=zzz", async (page) => {
      const [before] = await spansOf(page);
      await drag(page, "#chart-share", 0.25, 0.5);
      const zoomed = await waitForOtherSpan(page, before!);
      const [range, from, to] = timesOf(page);
      strictEqual(range, null);
      const seconds = Number(to) - Number(from);
      ok(Math.abs(seconds - 30 * DAY / 4) <= DAY / 2, `${seconds} s`);
      match(page.url(), /q=zzz/);

      await drag(page, "#chart-score", 0.5, 0.75);
      const closer = await waitForOtherSpan(page, zoomed);
      await page.goBack();
      strictEqual(await waitForOtherSpan(page, closer), zoomed);
      await page.locator("#chart-posts .canvas").dblclick();
      strictEqual(await waitForOtherSpan(page, zoomed), before);
      deepStrictEqual(timesOf(page), ["30d", null, null]);
      await page.goForward();
      strictEqual(await waitForOtherSpan(page, before!), zoomed);
      await page.reload();
      await waitForCharts(page);
      strictEqual((await spansOf(page))[0], zoomed);
    });
  },
);

Deno.test("one cursor runs through all charts", BROWSER, async () => {
  await withPage("t/trump?range=1h", async (page) => {
    const titles = () => page.locator(".charts .values > span:first-child");
    const box = (await page.locator("#chart-share .canvas").boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await retryUntil(async () => {
      strictEqual(
        await page.locator(".charts .u-cursor-x:not(.u-off)").count(),
        3,
      );
      strictEqual(new Set(await titles().allTextContents()).size, 1);
    });
    const middle = await titles().first().textContent();
    await page.mouse.move(box.x + box.width / 4, box.y + 20);
    await retryUntil(async () =>
      ok(await titles().first().textContent() !== middle)
    );
    await page.mouse.move(box.x - 200, box.y - 60);
    await retryUntil(async () =>
      strictEqual(
        await page.locator(".charts .u-cursor-x:not(.u-off)").count(),
        0,
      )
    );
  });
});

Deno.test(
  "everything that a pointer does to charts, keys do",
  BROWSER,
  async () => {
    await withPage("t/trump?range=7d", async (page) => {
      const slider = page.getByRole("slider", { name: /^Mood/ });
      const at = async () => Number(await slider.getAttribute("aria-valuenow"));
      const press = async (...keys: string[]) => {
        for (const key of keys) await slider.press(key);
      };
      await slider.focus();
      await press("Home");
      await retryUntil(async () => strictEqual(await at(), 0));
      await press("ArrowRight", "Shift+ArrowRight");
      await retryUntil(async () => strictEqual(await at(), 11));
      await press("ArrowLeft");
      await retryUntil(async () => strictEqual(await at(), 10));
      match((await slider.getAttribute("aria-valuetext"))!, /\d\d:\d\d, /);
      const [before] = await spansOf(page);

      await press("Enter", "ArrowRight", "ArrowRight");
      strictEqual(await countSelections(page), 3);
      await press("Escape");
      await retryUntil(async () => strictEqual(await countSelections(page), 0));
      strictEqual((await spansOf(page))[0], before);

      await press("Enter", "Shift+ArrowRight", "Enter");
      const zoomed = await waitForOtherSpan(page, before!);
      const [, from, to] = timesOf(page);
      strictEqual(Number(to) - Number(from), 11 * 3_600);
      await press("Home", "+");
      const closer = await waitForOtherSpan(page, zoomed);
      await press("Escape");
      strictEqual(await waitForOtherSpan(page, closer), zoomed);
      await press("-");
      const wider = await waitForOtherSpan(page, zoomed);
      const [, start, end] = timesOf(page);
      strictEqual(Number(end) - Number(start), 22 * 3_600);
      await press("Escape");
      strictEqual(await waitForOtherSpan(page, wider), zoomed);
      await press("Escape");
      strictEqual(await waitForOtherSpan(page, zoomed), before);
    });
  },
);

/** A finger that goes from one place of a chart to another, both in parts of its size. */
async function swipe(
  page: Page,
  chart: string,
  [x0, y0]: readonly [x: number, y: number],
  [x1, y1]: readonly [x: number, y: number] = [x0, y0],
): Promise<void> {
  const box = (await page.locator(`${chart} .canvas`).boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", part: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{
        x: box.x + box.width * (x0 + (x1 - x0) * part),
        y: box.y + box.height * (y0 + (y1 - y0) * part),
      }],
    });
  await send("touchStart", 0);
  if (x0 !== x1 || y0 !== y1) {
    for (let i = 1; i <= 10; i++) await send("touchMove", i / 10);
  }
  await send("touchEnd", 1);
  await session.detach();
}

Deno.test(
  "a finger shows values, zooms sideways and scrolls up and down",
  BROWSER,
  async () => {
    await withPage("t/trump?range=30d", async (page) => {
      const [hint] = await page.locator(".keys > :visible").allInnerTexts();
      strictEqual(hint, "Drag sideways to zoom, double-tap to go back.");
      await page.locator("#chart-share").scrollIntoViewIfNeeded();
      const scroll = () => page.evaluate(() => scrollY);
      const cursors = page.locator(".charts .u-cursor-x:not(.u-off)");
      const [before] = await spansOf(page);
      const topOf = async () =>
        (await page.locator("#chart-share .canvas").boundingBox())!.y;
      const top = await topOf();

      await swipe(page, "#chart-share", [0.5, 0.5]);
      await retryUntil(async () => strictEqual(await cursors.count(), 3));
      strictEqual((await spansOf(page))[0], before);

      await swipe(page, "#chart-share", [0.25, 0.5], [0.5, 0.55]);
      const zoomed = await waitForOtherSpan(page, before!);
      const [, from, to] = timesOf(page);
      const seconds = Number(to) - Number(from);
      ok(Math.abs(seconds - 30 * DAY / 4) <= DAY, `${seconds} s`);
      ok(Math.abs(await topOf() - top) <= 1, "the page jumped");
      const scrolled = await scroll();

      await swipe(page, "#chart-share", [0.5, 0.9], [0.52, -1]);
      await retryUntil(async () => ok(await scroll() > scrolled + 50));
      strictEqual(await countSelections(page), 0);
      deepStrictEqual(await spansOf(page), [zoomed, zoomed, zoomed]);

      await page.locator("#chart-score").scrollIntoViewIfNeeded();
      const box = (await page.locator("#chart-score .canvas").boundingBox())!;
      await retryUntil(async () => { // a slow machine makes two taps of it
        const place = [box.x + box.width / 2, box.y + 40] as const;
        await page.touchscreen.tap(...place);
        await page.waitForTimeout(60);
        await page.touchscreen.tap(...place);
        strictEqual((await spansOf(page))[0], before);
      });
    }, {
      viewport: { width: 360, height: 700 },
      hasTouch: true,
      isMobile: true,
    });
  },
);

Deno.test("times of a minute have seconds", BROWSER, async () => {
  const from = Math.floor(Date.now() / 60_000) * 60 - 290;
  const path = `t/trump?from=${from}&to=${from + 70}&zone=utc`;
  await withPage(path, async (page) => {
    const clock = /\d\d:\d\d:\d\d – \d\d:\d\d:\d\d$/;
    match(await page.locator(".ranges summary").first().innerText(), clock);
    await reloadWatched(page);
    const ticks = await timeTexts(page, "#chart-posts");
    ok(ticks.length >= 4, JSON.stringify(ticks));
    for (const { text } of ticks) match(text, /^\d\d:\d\d:\d\d$/);
  });
});

Deno.test("keys move from the newest bucket", BROWSER, async () => {
  await withPage("t/trump", async (page) => {
    const slider = page.getByRole("slider", { name: /^Posts per/ });
    const at = async () => Number(await slider.getAttribute("aria-valuenow"));
    await slider.focus();
    const newest = await at();
    await slider.press("ArrowLeft");
    await retryUntil(async () => strictEqual(await at(), newest - 1));
    await slider.press("PageDown");
    await retryUntil(async () => strictEqual(await at(), newest - 11));
    await slider.press("PageUp");
    await retryUntil(async () => strictEqual(await at(), newest - 1));
  });
});

Deno.test(
  "times are told in the viewer's zone, or in UTC if the address says so",
  BROWSER,
  async () => {
    const summary = /times in (.*)$/;
    const options = { timezoneId: "Asia/Kolkata" };
    await withPage("t/trump?range=1h&q=a", async (page) => {
      const zone = async () =>
        summary.exec(await page.locator(".numbers summary").textContent() ?? "")
          ?.[1];
      const ticks = async () =>
        (await timeTexts(page, "#chart-posts")).map(({ text }) => text);
      const isKolkata = async () =>
        match((await zone())!, /^Asia\/(Kolkata|Calcutta)$/);
      await reloadWatched(page);
      await retryUntil(isKolkata);
      const local = await ticks();
      await page.getByRole("link", { name: "UTC", exact: true }).click();
      await retryUntil(async () => strictEqual(await zone(), "UTC"));
      match(page.url(), /range=1h&q=a&zone=utc/);
      await retryUntil(async () => ok((await ticks())[0] !== local[0]));
      await page.goBack();
      await retryUntil(isKolkata);
      await page.goForward();
      await page.reload();
      await waitForCharts(page);
      strictEqual(await zone(), "UTC");
    }, options);
  },
);

/** Saves a chart by its menu. */
async function saveChart(page: Page, chart: string, kind: "PNG" | "SVG") {
  const menu = page.locator(`#chart-${chart} .save`);
  await menu.locator("summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    menu.getByRole("button", { name: kind }).click(),
  ]);
  await page.keyboard.press("Escape");
  match(
    download.suggestedFilename(),
    new RegExp(`^trump-${chart}-\\d{8}T\\d{6}Z\\.${kind.toLowerCase()}$`),
  );
  return await readDownload(download);
}

Deno.test(
  "a chart is saved as a picture of its own, light on white, in any theme",
  BROWSER,
  async () => {
    const pictures: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await withPage("t/trump?from=1388534400&to=1420070400", async (page) => {
        for (const chart of ["posts", "share", "score"]) {
          const bytes = await saveChart(page, chart, "PNG");
          const [, ...letters] = bytes.slice(0, 4);
          strictEqual(String.fromCharCode(...letters), "PNG");
          const header = new DataView(bytes.buffer, 16);
          const size = [header.getUint32(0), header.getUint32(4)];
          deepStrictEqual(size, [2_400, 1_200]);
          ok(bytes.length > 10_000, `${bytes.length} bytes`);
        }
        pictures.push(
          new TextDecoder().decode(await saveChart(page, "share", "SVG")),
        );
      }, { colorScheme });
    }
    strictEqual(pictures[0], pictures[1]);
    for (
      const word of ["positive", "neutral", "negative", "query: trump", "n = "]
    ) {
      ok(pictures[0]!.includes(word), word);
    }
    match(pictures[0]!, /\/t\/trump\?from=1388534400&amp;to=1420070400&amp;/);
  },
);

Deno.test(
  "numbers of a chart, and a link that keeps its time, need no script",
  BROWSER,
  async () => {
    await withPage("t/trump?range=1h", async (page) => {
      await page.locator("#chart-posts .save summary").click();
      const hrefOf = async (name: string) =>
        await page.locator("#chart-posts .save").getByRole("link", { name })
          .getAttribute("href") ?? "";
      const read = async (path: string) =>
        await (await fetch(new URL(path, page.url()))).text();
      const [header, ...rows] = (await read(await hrefOf("CSV"))).trim()
        .split("\r\n");
      match(
        header!,
        /^start,end,posts,positive,neutral,negative,mean,ci95,missing_s,mood,/,
      );
      const posts = rows.reduce(
        (sum, row) => sum + Number(row.split(",")[2]),
        0,
      );
      const summary = await page.locator("#chart-posts .frame").getAttribute(
        "aria-label",
      );
      ok(posts > 0);
      match(summary!, new RegExp(`: ${posts.toLocaleString("en")} in total`));
      const { citation } = JSON.parse(await read(await hrefOf("Provenance")));
      match(citation, /trump/);
      const link = await hrefOf("Link to this time");
      match(link, /^\/t\/trump\?from=\d+&to=\d+&zone=UTC$/);
      await page.goto(new URL(link, page.url()).href);
      const frozen = await page.locator("#chart-posts .frame").getAttribute(
        "aria-label",
      );
      strictEqual(frozen!.split(": ").at(-1), summary!.split(": ").at(-1));
    }, { javaScriptEnabled: false });
  },
);

Deno.test(
  "where pages may not write to the clipboard, the menu says what to do instead",
  BROWSER,
  async () => {
    await withPage("t/trump?range=1h", async (page) => {
      await page.addInitScript(() =>
        Object.defineProperty(navigator, "clipboard", { value: undefined })
      );
      await page.reload();
      await waitForCharts(page);
      const menu = page.locator("#chart-posts .save");
      await menu.locator("summary").click();
      await menu.getByRole("button", { name: "Copy link" }).click();
      await menu.getByText("Copy the address of").waitFor();
    });
  },
);

Deno.test("a printed page does not say what keys do", BROWSER, async () => {
  await withPage("t/trump?range=1h", async (page) => {
    await waitForCharts(page);
    const keys = page.locator(".keys");
    strictEqual(await keys.isVisible(), true);
    await page.emulateMedia({ media: "print" });
    strictEqual(await keys.isVisible(), false);
  });
});

/** Counts of all buckets that hold posts, newest first, as the page's table has them. */
async function tableOf(page: Page): Promise<string[][]> {
  const rows = page.locator(".numbers tbody tr");
  return await rows.evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")].slice(0, 4).map((cell) =>
        (cell.textContent ?? "").replaceAll(",", "")
      )
    )
  );
}

Deno.test(
  "an hour that moves with the live stream is what the API says",
  BROWSER,
  async () => {
    await using pages = await replay(150);
    const { started } = pages;
    const { page, complaints } = await pages.open("t/trump?range=1h");
    await waitForCharts(page);
    await page.locator(".numbers summary").click();
    const early = await tableOf(page);
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("/api/series")) asked += 1;
    });
    await started.waitForLog("source ended");
    await retryUntil(async () => {
      const query = "topic=trump&range=1h&step=60";
      const response = await fetch(`${started.url}api/series?${query}`);
      const { posts, positive, neutral, negative } = await response.json();
      const rows = (posts as number[]).map((n, i) =>
        [n, positive[i], neutral[i], negative[i]].map(String)
      ).filter(([n]) => n !== "0").reverse();
      deepStrictEqual(await tableOf(page), rows);
    });
    ok(JSON.stringify(await tableOf(page)) !== JSON.stringify(early));
    strictEqual(asked, 0);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "links choose a time without a reload, and keep the rest of the address",
  BROWSER,
  async () => {
    await withPage("t/trump?q=a", async (page) => {
      const documents: string[] = [];
      page.on("request", (request) => {
        if (request.isNavigationRequest()) documents.push(request.url());
      });
      const [quarter] = await spansOf(page);
      await page.getByRole("link", { name: "5\u00a0m", exact: true }).click();
      const short = await waitForOtherSpan(page, quarter!);
      await page.getByRole("link", { name: "7\u00a0d" }).click();
      const week = await waitForOtherSpan(page, short);
      match(page.url(), /\?q=a&range=7d$/);
      await page.getByRole("link", { name: "Earlier" }).click();
      await waitForOtherSpan(page, week);
      await page.locator(".ranges summary").first().click();
      await page.locator('.ranges input[name="from"]').fill("2020-01-01T00:00");
      await page.locator('.ranges input[name="to"]').fill("2020-01-02T00:00");
      await page.getByRole("button", { name: "Show" }).click();
      const chosen = await retryUntil(async () => {
        const [span] = await spansOf(page);
        match(span!, /^1 Jan 2020, 00:00 to 2 Jan 2020, 00:00 UTC$/);
        return span!;
      });
      await page.getByRole("link", { name: "15\u00a0m" }).click();
      await waitForOtherSpan(page, chosen);
      match(page.url(), /trump\?q=a&range=15m$/);
      deepStrictEqual(documents, []);
    }, { timezoneId: "UTC" });
  },
);

Deno.test(
  "links and the form choose a time without script",
  BROWSER,
  async () => {
    await withPage("t/trump?q=a", async (page) => {
      await page.getByRole("link", { name: "24\u00a0h" }).click();
      match(page.url(), /\?q=a&range=24h$/);
      strictEqual(
        await page.locator("#chart-posts h2").textContent(),
        "Posts per 10\u00a0minutes",
      );
      await page.locator("#chart-score path").first()
        .waitFor({ state: "attached" });
      await page.locator(".ranges summary").first().click();
      await page.locator('.ranges input[name="from"]').fill("2020-01-01T00:00");
      await page.locator('.ranges input[name="to"]').fill("2020-01-02T00:00");
      await page.getByRole("button", { name: "Show" }).click();
      match(page.url(), /q=a/);
      match((await spansOf(page))[0]!, /^1 Jan 2020, 00:00 to 2 Jan 2020/);
      await page.getByRole("link", { name: "Zoom out" }).click();
      match(
        (await spansOf(page))[0]!,
        /^31 Dec 2019, 12:00 to 2 Jan 2020, 12:00/,
      );
    }, { javaScriptEnabled: false });
  },
);
