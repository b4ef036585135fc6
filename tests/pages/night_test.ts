import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import { openTopicPages } from "../support/pages.ts";
import {
  assertShowsAll,
  seqsOf,
  statusOf,
  storedSeqs,
} from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";

const HOUR_MS = 3_600_000;

/** Counts what arrives on the live stream, by connection and kind. */
async function countEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counts: Record<string, number>[] = [];
    Object.assign(globalThis, { counts });
    const { EventSource } = globalThis;
    globalThis.EventSource = class extends EventSource {
      constructor(address: string | URL) {
        super(address);
        const own: Record<string, number> = {};
        counts.push(own);
        for (const type of ["snapshot", "tick"]) {
          this.addEventListener(type, () => own[type] = (own[type] ?? 0) + 1);
        }
      }
    };
  });
}

const countsOf = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { counts: Record<string, number>[] }).counts
  );

/** Hides the page from its reader, or shows it. */
function setVisibility(page: Page, state: "hidden" | "visible"): Promise<void> {
  return page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", {
      configurable: true,
      get: () => state,
    });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** Bytes that the page's script holds, without what nobody needs any more. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

Deno.test(
  "a tab that was left for a night goes on with one snapshot, and is as small as before",
  BROWSER,
  async () => {
    await using pages = await openTopicPages();
    const { address } = pages;
    const page = await pages.browser.newPage();
    await page.clock.install();
    await countEvents(page);
    await page.goto(`${address}t/cat`);
    await statusOf(page, "live").waitFor();
    await page.waitForTimeout(500);
    const before = await heapOf(page);
    await setVisibility(page, "hidden");
    await page.clock.fastForward(61_000);
    await statusOf(page, "suspended").waitFor({ state: "attached" });
    strictEqual(await page.title(), "cat · Freshet");
    const [first] = await storedSeqs(address);
    for (let i = 0; i < 32; i++) {
      await pages.post("cat", new Array(500).fill(0));
    }
    await retryUntil(async () => {
      const [topic] = await (await fetch(`${address}api/topics`)).json();
      strictEqual(topic.posts, 16_150);
    });
    const [last] = await storedSeqs(address);
    ok(last! - first! > 5_000, `only ${last! - first!} posts came meanwhile`);
    await page.clock.fastForward(8 * HOUR_MS);
    strictEqual((await countsOf(page)).length, 1);

    await setVisibility(page, "visible");
    await statusOf(page, "live").waitFor();
    await assertShowsAll(page, address);
    const counts = await countsOf(page);
    deepStrictEqual(counts.slice(1), [{ snapshot: 1 }]);
    ok((await seqsOf(page)).length <= 100);
    match(await page.title(), /^[\d,]+\/min · cat/);
    strictEqual(
      await page.locator("[data-total]").first().getAttribute("data-total"),
      "16150",
    );
    const after = await heapOf(page);
    await setVisibility(page, "hidden");
    await page.clock.fastForward(8 * HOUR_MS);
    await setVisibility(page, "visible");
    await statusOf(page, "live").waitFor();
    const later = await heapOf(page);
    // deno-lint-ignore no-console
    console.log(`heap of ${before} bytes, ${after} and ${later} after nights`);
    ok(after < before + 3_000_000, `${after - before} bytes more`);
    ok(later < after + 500_000, `${later - after} bytes more again`);
  },
);
