import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { storeBatch } from "../../db/write/store_batch.ts";
import { findStream } from "../../db/write/streams.ts";
import { seedTopics } from "../../db/write/topics.ts";
import { MARK } from "../../components/chart/data.ts";
import { BROWSER } from "../support/browser.ts";
import { assertReadable, watchCanvasText } from "../support/page_checks.ts";
import { openDatabasePages, usePages } from "../support/pages.ts";
import { scoredEntry } from "../support/store.ts";
import { retryUntil } from "../support/waiting.ts";

/** A Sunday noon, in seconds. */
const START = 1_393_761_600;
const MINUTE = 60;
/** The minute that stands out. */
const BURST = START + 90 * MINUTE;
const SHOWN = `t/cat?from=${START + 60 * MINUTE}&to=${START + 120 * MINUTE}`;

/** Two hours of four posts a minute, and one minute of 60 more about a storm. */
const pages = usePages(() =>
  openDatabasePages(async (db) => {
    await seedTopics(db, [{ slug: "cat", query: "cat" }]);
    const { stream } = await findStream(db, "test", "");
    const usual = Array.from({ length: 480 }, (_, i) => ({
      createdMs: (START + Math.floor(i / 4) * MINUTE + i % 4) * 1_000,
      text: `a cat ${i}`,
    }));
    const burst = Array.from({ length: 60 }, (_, i) => ({
      createdMs: (BURST + i) * 1_000,
      text: `RT @ann: a terrible cat #storm https://storm.example/${i}`,
    }));
    const entries = [...usual, ...burst]
      .map((post, i) => scoredEntry(i + 1, { ...post, author: `a${i % 30}` }));
    await storeBatch(db, stream, entries);
  })
);

for (const javaScriptEnabled of [false, true]) {
  const script = javaScriptEnabled ? "with" : "without";
  Deno.test(
    `what stood out is listed and marked ${script} script, and leads to its posts`,
    BROWSER,
    async () => {
      const { page, complaints } = await pages().open("about:blank", {
        viewport: { width: 1_280, height: 1_600 },
        javaScriptEnabled,
      });
      if (javaScriptEnabled) await watchCanvasText(page);
      await page.goto(pages().address + SHOWN);
      const items = page.locator(".jumps li");
      strictEqual(await items.count(), 1);
      const text = (await items.textContent())!;
      match(text, /64 posts, 16 × the usual/);
      match(text, /more negative than usual/);
      match(text, /#storm/);
      match(text, /storm\.example/);
      match(text, /most repeated, 60 ×: a terrible cat #storm/);
      if (javaScriptEnabled) {
        for (const chart of ["#chart-posts", "#chart-score"]) {
          await retryUntil(async () => {
            const texts = await page.locator(`${chart} canvas`).evaluate(
              (canvas) =>
                (globalThis as unknown as {
                  textsOfCanvases: WeakMap<Node, { text: string }[]>;
                }).textsOfCanvases.get(canvas)?.map(({ text }) => text) ?? [],
            );
            ok(texts.includes(MARK), chart);
          });
        }
      } else {
        strictEqual(await page.locator(".frame .mark").count(), 2);
      }
      await items.locator("a").click();
      await page.waitForURL((url) =>
        url.searchParams.has("to", `${BURST + 60}`)
      );
      deepStrictEqual(
        new URL(page.url()).searchParams.get("from"),
        String(BURST),
      );
      if (javaScriptEnabled) {
        await retryUntil(async () =>
          strictEqual(
            await page.locator("[data-total]").getAttribute("data-total"),
            "64",
          )
        );
      }
      deepStrictEqual(complaints, []);
    },
  );
}

for (const width of [375, 1_440, 3_840]) {
  Deno.test(
    `what stood out can be read at ${width} pixels`,
    BROWSER,
    async () => {
      const { page } = await pages().open(SHOWN, {
        viewport: { width, height: 900 },
      });
      await page.locator("#chart-posts canvas").waitFor();
      await assertReadable(page, [".jumps"]);
      const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth - innerWidth
      );
      ok(wide <= 0, `${wide} pixels too wide`);
    },
  );
}

Deno.test(
  "a click on a bar, or Enter twice, opens its bucket",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open(SHOWN, {
      viewport: { width: 1_280, height: 1_600 },
    });
    await page.locator("#chart-posts canvas").waitFor();
    const box = (await page.locator("#chart-posts .canvas").boundingBox())!;
    const minute = (n: number) => box.x + box.width * (n + 0.5) / 60;
    await page.mouse.click(minute(30), box.y + box.height / 2);
    await page.waitForURL((url) => url.searchParams.has("from", `${BURST}`));
    strictEqual(new URL(page.url()).searchParams.get("to"), `${BURST + 60}`);

    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has("from", `${BURST}`));
    const slider = page.getByRole("slider", { name: /^Posts/ });
    await slider.focus();
    await slider.press("Home");
    await slider.press("ArrowRight");
    await slider.press("Enter");
    await slider.press("Enter");
    const second = START + 61 * MINUTE;
    await page.waitForURL((url) => url.searchParams.has("from", `${second}`));
    strictEqual(new URL(page.url()).searchParams.get("to"), `${second + 60}`);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "a phone on which pages show no notifications is told so",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open("about:blank", {
      viewport: { width: 390, height: 4_000 },
    });
    await page.addInitScript(() => {
      const notify = Object.assign(
        function () {
          throw new TypeError("Illegal constructor");
        },
        { requestPermission: () => Promise.resolve("granted") },
      );
      Object.assign(globalThis, { Notification: notify });
    });
    await routeLaterJump(page);
    await page.clock.install();
    await page.goto(`${pages().address}t/cat?range=1h`);
    const button = page.locator(".notify");
    await button.click();
    await retryUntil(async () => {
      await page.clock.runFor(10_000);
      match((await button.textContent())!, /blocked/);
    });
    deepStrictEqual(complaints, []);
  },
);

/** Lets a jump of the future stand out once the page asks for jumps again. */
async function routeLaterJump(page: Page): Promise<void> {
  let later = 0;
  await page.route("**/api/jumps?*", async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    const from = Math.floor(Date.now() / 1_000) + 60;
    const reasons = {
      ...{ words: [], sites: [], repeated: null, authors: null, examined: 0 },
    };
    const counts = { posts: 99, usual: 9, volume: true, mood: null };
    const jump = { from, to: from + 60, at: from, ...counts, strength: 9 };
    const jumps = later++ > 0 ? [{ ...jump, reasons }] : answer.jumps;
    await route.fulfill({ json: { ...answer, jumps } });
  });
}

Deno.test(
  "a reader who asks for it is notified of what stands out from then on",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open("about:blank", {
      viewport: { width: 1_280, height: 2_400 },
    });
    await page.addInitScript(() => {
      const shown: string[] = [];
      const notify = Object.assign(
        function (title: string) {
          shown.push(title);
        },
        { requestPermission: () => Promise.resolve("granted") },
      );
      Object.assign(globalThis, { Notification: notify, shown });
    });
    await routeLaterJump(page);
    await page.clock.install();
    await page.goto(`${pages().address}t/cat?range=1h`);
    const button = page.locator(".notify");
    await button.click();
    match((await button.textContent())!, /^Notifying/);
    const shown = () =>
      page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    await retryUntil(async () => {
      await page.clock.runFor(10_000);
      deepStrictEqual(await shown(), ["cat: 99 posts, 11.0 × the usual"]);
    });
    deepStrictEqual(complaints, []);
  },
);
