import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertReadable } from "../support/page_checks.ts";
import { startPagesOn, usePages } from "../support/pages.ts";
import { BROWSER, readDownload, whereIs } from "../support/browser.ts";

/** Of six posts two are positive, one of them a repost, and one links to a site. */
const TEXTS = [
  "Trump is good for #otters",
  "RT @ann: Trump is good for #otters",
  "Trump was bad and awful, see https://news.example/a",
  "Trump, na ja #Otters",
  "nothing about Trump",
  "Trump again",
];
const COUNT = 240;

function postsOf(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    created_at: new Date(1_500_000_000_000 + i * 1_000).toISOString(),
    lang: i % 6 === 3 ? "de" : "en",
    author: `Writer${i % 3}`,
    text: `${TEXTS[i % TEXTS.length]} ${i}`,
  }));
}

const settled = usePages(async () => {
  const pages = await startPagesOn(postsOf(COUNT), "rate=2000", {
    TRACK: "trump",
  });
  await pages.started.waitForLog("source ended");
  return pages;
});

/** What a page says of how many posts match, in all its places. */
async function countsOn(page: Page) {
  const chart = page.getByRole("img", { name: /^Posts per / });
  const label = await chart.getAttribute("aria-label");
  return {
    matches: (await page.locator(".matches").innerText()).trim(),
    tile: Number(await page.locator("[data-total]").getAttribute("data-total")),
    chart: Number(/([\d,]+) in total/.exec(label ?? "")?.[1]),
  };
}

/** Waits until so many posts match, and are counted in all places. */
async function waitForCounts(page: Page, count: number): Promise<void> {
  await page.locator(`[data-matches="${count}"]`).waitFor();
  await page.locator(`[data-total="${count}"]`).waitFor();
  const counts = await countsOn(page);
  const matches = `${count} of ${COUNT} posts`;
  deepStrictEqual(counts, { matches, tile: count, chart: count });
}

const FILTERS: [query: string, count: number, chip: string][] = [
  ["term=hashtag:otters", COUNT / 2, "hashtag otters"],
  ["mood=negative", COUNT / 6, "negative posts"],
  ["q=bad+awful", COUNT / 6, "text “bad awful”"],
  ["lang=de", COUNT / 6, "language German"],
  ["site=news.example", COUNT / 6, "link to news.example"],
  ["author=writer1", COUNT / 3, "by writer1"],
  ["kind=repost,reply,quote", 0, "kind repost or quote or reply"],
];

Deno.test(
  "without script a filter moves tiles, charts, lists and counts, and says so above them",
  BROWSER,
  async () => {
    const { open } = settled();
    for (const [query, count, chip] of FILTERS) {
      const { page } = await open(`/t/trump?${query}`, {
        javaScriptEnabled: false,
      });
      await waitForCounts(page, count);
      match(await page.locator(".chips").innerText(), new RegExp(chip));
      const words = page.locator("#positive-words .count");
      const counted = await words.allInnerTexts();
      ok(counted.every((text) => Number.parseInt(text) <= count), `${counted}`);
      await page.locator(".chips a").click();
      strictEqual(whereIs(page), "/t/trump");
      strictEqual(await page.locator(".filter-bar").count(), 0);
      await page.close();
    }
  },
);

Deno.test(
  "with script filters are set and removed without a reload, by keys too, and are in the address",
  BROWSER,
  async () => {
    const { open } = settled();
    const { page, complaints } = await open("/t/trump?zone=utc");
    await page.locator('[data-status="live"]').waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isSame: true }));
    strictEqual(await page.locator("[data-rate]").count(), 1);

    await page.locator("#terms a", { hasText: "#otters" }).click();
    await waitForCounts(page, COUNT / 2);
    strictEqual(await page.locator("[data-rate]").count(), 0);
    await page.locator("#positive-words .count", { hasText: "80" }).waitFor();
    await page.locator("#negative-words", { hasText: "None yet" }).waitFor();
    await page.getByRole("searchbox").fill("RT");
    await page.keyboard.press("Enter");
    await waitForCounts(page, COUNT / 6);
    strictEqual(
      whereIs(page),
      "/t/trump?zone=utc&term=hashtag%3Aotters&q=RT",
    );
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await assertReadable(page);
    }

    await page.locator(".chips a", { hasText: "text" }).focus();
    await page.keyboard.press("Enter");
    await waitForCounts(page, COUNT / 2);
    await page.goBack();
    await waitForCounts(page, COUNT / 6);
    await page.getByRole("link", { name: "Remove all" }).click();
    await page.locator("[data-rate]").waitFor();
    strictEqual(await page.locator(".filter-bar").count(), 0);
    strictEqual(whereIs(page), "/t/trump?zone=utc");
    ok(await page.evaluate("isSame"));
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "what is saved of a filtered chart has its posts only: CSV, picture, link and export",
  BROWSER,
  async () => {
    const { open, started } = settled();
    const query = "term=hashtag:otters&q=RT&author=writer1";
    const count = COUNT / 6;
    const { page, complaints } = await open(`/t/trump?${query}&zone=utc`);
    await page.locator("#chart-posts canvas").waitFor();
    await page.locator("#chart-posts .save summary").click();
    const links = page.locator("#chart-posts .save a");
    const href = async (name: string) =>
      await links.getByText(name, { exact: true }).getAttribute("href") ??
        await page.getByRole("link", { name, exact: true }).first()
          .getAttribute("href");
    const csv = await fetch(new URL((await href("CSV"))!, started.url));
    const [, ...rows] = (await csv.text()).trimEnd().split("\r\n");
    const sum = rows.reduce((all, row) => all + Number(row.split(",")[2]), 0);
    strictEqual(sum, count);
    const frozen = await href("Link to this time");
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#chart-posts .save button", { hasText: "SVG" }).click(),
    ]);
    const svg = new TextDecoder().decode(await readDownload(saved));
    match(svg, /hashtag otters · by writer1 · text “RT”/);
    match(svg, new RegExp(`n = ${count} posts`));

    await page.goto(new URL(frozen!, started.url).href);
    await waitForCounts(page, count);
    await page.locator(".export summary").click();
    const file = page.locator(".export a", { hasText: "NDJSON" });
    const path = (await file.getAttribute("href"))!;
    const lines = await (await fetch(new URL(path, started.url))).text();
    strictEqual(lines.trimEnd().split("\n").length, count);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "numbers of a filtered page follow new posts at their own pace, and no other posts",
  BROWSER,
  async () => {
    await using setting = await startPagesOn(postsOf(1_800), "rate=40", {
      TRACK: "trump",
    });
    const { started, open } = setting;
    const { page, complaints } = await open("/t/trump?mood=negative");
    const asked: number[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/series")) asked.push(Date.now());
    });
    const countOn = () =>
      page.locator("[data-matches]").getAttribute("data-matches").then(Number);
    const first = await countOn();
    // Until then, charts never count what does not match.
    await page.waitForFunction(
      (first) => {
        const count = document.querySelector<HTMLElement>("[data-matches]")!
          .dataset.matches;
        const chart = document.querySelector('[aria-label^="Posts per"]')!
          .getAttribute("aria-label")!;
        if (!chart.includes(` ${count} in total`)) {
          throw new Error(`${count} match: ${chart}`);
        }
        return Number(count) > first + 20;
      },
      first,
      { timeout: 60_000 },
    );
    await started.waitForLog("source ended");
    await page.locator('[data-matches="300"]').waitFor({ timeout: 40_000 });
    const { chart, tile } = await countsOn(page);
    deepStrictEqual([chart, tile], [300, 300]);
    const waits = asked.slice(1).map((time, i) => time - asked[i]!);
    ok(waits.every((ms) => ms > 9_000), `asked again after ${waits} ms`);
    deepStrictEqual(complaints, []);
  },
);
