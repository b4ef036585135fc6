import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { createSourceRecords } from "../../db/records/sources.ts";
import type { Database } from "../../db/connection/database.ts";
import { seedTopics } from "../../db/write/topics.ts";
import { openDatabasePages } from "../support/pages.ts";
import { assertReadable } from "../support/page_checks.ts";
import { sourceState } from "../support/pipeline.ts";
import { BROWSER } from "../support/browser.ts";
import { retryUntil } from "../support/waiting.ts";

/** Pages of a topic, with Bluesky live, and X away since a minute. */
async function openPages() {
  let gapId: number;
  const pages = await openDatabasePages(async (db) => {
    await seedTopics(db, [{ slug: "trump", query: "trump" }]);
    const records = createSourceRecords(db);
    await records.writeRecord(sourceState("bluesky:"));
    const down = { state: "down", detail: "no answer" } as const;
    await records.writeRecord(sourceState("x:", down));
    const fromMs = Date.now() - 60_000;
    const gap = { source: "x:", fromMs, why: "<b>no answer" };
    gapId = await records.openGap(gap);
  });
  return { ...pages, gapId: gapId! };
}

async function mendX(db: Database, gapId: number): Promise<void> {
  await createSourceRecords(db).closeGap(gapId, {
    toMs: Date.now(),
    recovered: true,
  });
  await createSourceRecords(db).writeRecord(sourceState("x:", { rate: 41 }));
}

Deno.test(
  "/pipeline is right without script, and follows what happens with it",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { db, gapId } = pages;
    const still = await pages.open("pipeline", { javaScriptEnabled: false });
    const words = await still.page.locator("main").innerText();
    match(words, /Live for 1\smin: connected; 2\.5\sposts\/s/);
    match(words, /Down since \d\d:\d\d: no answer/);
    match(words, /Away since \d\d:\d\d, for 1\smin: <b>no answer/);

    const { page, complaints } = await pages.open("pipeline", {
      locale: "de-DE",
      timezoneId: "Asia/Kolkata",
    });
    await page.getByText("Times in Asia/").waitFor();
    await page.locator('[data-status="live"]').waitFor();
    await page.getByText("2,5\u00a0posts/s").first().waitFor();
    await mendX(db, gapId);
    await page.getByText("recovered").waitFor();
    await page.getByText("41\u00a0posts/s").waitFor();
    const title = await page.locator("time").first().getAttribute("title");
    match(title!, /^\d+\. \p{L}+\.? \d{4}, \d\d:\d\d:\d\d UTC$/u);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "/pipeline and /method can be read by everyone, in both schemes, on a phone too",
  BROWSER,
  async () => {
    await using pages = await openPages();
    for (const path of ["pipeline", "method"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [360, 1_440]) {
          const { page } = await pages.open(path, {
            colorScheme,
            viewport: { width, height: 900 },
          });
          await assertReadable(page);
        }
      }
    }
  },
);

Deno.test(
  "/method names topics, sources and losses, without script",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const still = await pages.open("method", { javaScriptEnabled: false });
    const words = await still.page.locator("main").innerText();
    match(words, /trump\s+trump\s+0/);
    match(words, /bluesky: live since/);
    match(words, /In the last seven days 1 interruptions? may have cost posts/);
    match(words, /Freshet, posts matching “trump”, http/);
    match(words, /Hindi/);
  },
);

/** Charts whose canvas has an area in the color of missing data. */
function countShaded(page: Page): Promise<number> {
  return page.locator(".charts canvas").evaluateAll((canvases) =>
    (canvases as HTMLCanvasElement[]).filter((canvas) => {
      const { data } = canvas.getContext("2d")!
        .getImageData(0, 0, canvas.width, canvas.height);
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue] = data.slice(i, i + 3);
        if (red === 0xf1 && green === 0xef && blue === 0xea) pixels += 1;
      }
      return pixels > 100;
    }).length
  );
}

Deno.test(
  "the charts of a topic shade what could not be read, until it was read after all",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { db, gapId } = pages;
    await createSourceRecords(db).writeRecord(
      sourceState("bluesky:", { state: "ended" }),
    );
    const still = await pages.open("t/trump", { javaScriptEnabled: false });
    strictEqual(await still.page.locator(".missing").count(), 3);
    const { page, complaints } = await pages.open("t/trump");
    await page.locator("#chart-posts canvas").waitFor();
    await retryUntil(async () => strictEqual(await countShaded(page), 3));
    await page.getByText("Shaded: no data, x is away").waitFor();
    await mendX(db, gapId);
    // A page that is shown again asks at once.
    await page.evaluate(() =>
      document.dispatchEvent(new Event("visibilitychange"))
    );
    await page.getByText("Shaded: no data").waitFor({ state: "detached" });
    await retryUntil(async () => strictEqual(await countShaded(page), 0));
    await still.page.reload();
    strictEqual(await still.page.locator(".missing").count(), 0);
    // Chromium minds that this test reads pixels.
    const ours = complaints.filter((text) => !text.includes("getImageData"));
    deepStrictEqual(ours, []);
  },
);
