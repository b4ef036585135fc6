import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { assertReadable, watchShifts } from "../support/page_checks.ts";
import { openTopicPages, type TopicPages, usePages } from "../support/pages.ts";
import { sourceState } from "../support/pipeline.ts";
import { BROWSER, watchPage } from "../support/browser.ts";
import { createSourceRecords } from "../../db/records/sources.ts";

const MOST_SHIFT = 0.02;

/** Pages, and what only they write in German. */
const PAGES: [path: string, ...said: RegExp[]][] = [
  ["/", /1\.250 posts/],
  ["/t/cat", /1\.250 posts/, /100\u00a0%/],
  ["/t/cat?range=7d", /1\.250 posts/, /\d\d?\. \p{L}+\.? 20\d\d, \d\d:00/u],
  ["/pipeline", /1\.260 posts/, /2,5\u00a0posts\/s/],
];

/** `3. Feb. 2026, 04:05:06 UTC`. */
const GERMAN_TIME = /^\d\d?\. \p{L}+\.? 20\d\d, \d\d:\d\d:\d\d UTC$/u;

/** Pages of more than a thousand posts, of a source that is away and one that is not. */
async function openPages(): Promise<TopicPages> {
  const pages = await openTopicPages();
  await pages.post("cat", Array.from({ length: 1_100 }, (_, i) => 200 + i));
  const fromMs = Date.now() - 50 * 3_600_000;
  await createSourceRecords(pages.db).openGap({
    source: "x:",
    fromMs,
    why: "no answer",
  });
  return pages;
}

const pages = usePages(openPages);

/** What a page writes, with `0` for each number: all that is left is how it writes. */
async function writingOf(page: Page): Promise<Set<string>> {
  const texts = await page.evaluate(() => {
    const visible = "b, td, tbody th, .tick, .count, .rate, .shares span";
    return [
      ...[...document.querySelectorAll(visible)].map((element) =>
        element.textContent ?? ""
      ),
      ...[...document.querySelectorAll("time, .frame")].map((element) =>
        element.getAttribute("title") ??
          element.getAttribute("aria-label") ?? ""
      ),
    ];
  });
  return new Set(
    texts.filter((text) => /\p{Nd}/u.test(text))
      .map((text) => text.replace(/\p{Nd}+/gu, "0")),
  );
}

/** Until script has taken the page over. */
async function waitForScript(page: Page, path: string): Promise<void> {
  await page.locator('[data-status="live"]').first().waitFor();
  if (path.startsWith("/t/")) {
    await page.locator("#chart-score canvas").waitFor();
  }
  await delay(1_500);
}

async function assertGerman(page: Page, said: readonly RegExp[]) {
  const text = await page.locator("main").textContent() ?? "";
  for (const words of said) match(text, words);
  const root = page.locator("html");
  strictEqual(await root.getAttribute("lang"), "en");
  strictEqual(await root.getAttribute("data-locale"), "de-DE");
  for (const time of await page.locator("time[title]").all()) {
    match((await time.getAttribute("title"))!, GERMAN_TIME);
  }
}

Deno.test("pages are written by the viewer's locale", BROWSER, async (test) => {
  const { browser, address } = pages();
  const viewer = {
    locale: "de-DE",
    timezoneId: "UTC",
    viewport: { width: 1_280, height: 1_000 },
  };
  for (const [path, ...said] of PAGES) {
    await test.step(`${path} is German from the start, and stays so`, async () => {
      await createSourceRecords(pages().db).writeRecord(
        sourceState("bluesky:"),
      );
      const still = await pages().open(path, {
        ...viewer,
        javaScriptEnabled: false,
      });
      await assertGerman(still.page, said);
      const rendered = await writingOf(still.page);

      const context = await browser.newContext(viewer);
      const page = await context.newPage();
      const complaints = await watchPage(page);
      const readShifts = await watchShifts(page);
      await page.goto(new URL(path, address).href);
      await waitForScript(page, path);
      await assertGerman(page, path.includes("?") ? said.slice(0, 1) : said);
      const followed = await writingOf(page);
      deepStrictEqual([...followed.difference(rendered)], []);
      const shifts = await readShifts();
      const sum = shifts.reduce((sum, { value }) => sum + value, 0);
      ok(sum < MOST_SHIFT, JSON.stringify(shifts));
      await assertReadable(page);
      deepStrictEqual(complaints, []);
      await context.close();
    });
  }

  await test.step("a phone has room for other clocks and digits", async () => {
    for (const locale of ["en-GB", "en-US", "ar-EG", "ja-JP", "de-DE"]) {
      const { page } = await pages().open("/", {
        locale,
        viewport: { width: 360, height: 800 },
        javaScriptEnabled: false,
      });
      for (const [path] of PAGES) {
        await page.goto(new URL(path, address).href);
        const excess = await page.evaluate(() =>
          document.documentElement.scrollWidth - innerWidth
        );
        strictEqual(excess, 0, `${path} ${locale}`);
        deepStrictEqual(await overlapsOf(page), [], `${path} ${locale}`);
      }
      await page.context().close();
    }
  });
});

/** Labels of axes of time that lie on each other. */
async function overlapsOf(page: Page): Promise<string[]> {
  return await page.locator(".frame").evaluateAll((frames) =>
    frames.flatMap((frame) => {
      const all = [...frame.querySelectorAll(".many .tick, .few .tick")];
      const ticks = all.filter((tick) => tick.checkVisibility());
      return ticks.slice(1).flatMap((tick, i) => {
        const before = ticks[i]!.getBoundingClientRect().right;
        return before > tick.getBoundingClientRect().left
          ? [`${ticks[i]!.textContent} and ${tick.textContent}`]
          : [];
      });
    })
  );
}

const TOTALS: Record<string, string> = {
  "": "1,250",
  "de-DE": "1.250",
  "en-US": "1,250",
  "ar-EG": "١٬٢٥٠",
  "fr-FR": "1\u202f250",
  "de-CH": "1’250",
};

Deno.test(
  "each of many pages at once is written for its own viewer",
  BROWSER,
  async () => {
    const asked = Array.from({ length: 90 }, (_, i) => {
      const locales = Object.keys(TOTALS);
      const paths = ["/", "/t/cat?range=7d", "/t/cat", "/t/nothing"];
      return [locales[i % locales.length]!, paths[i % paths.length]!] as const;
    });
    await Promise.all(asked.map(async ([locale, path]) => {
      const response = await fetch(new URL(path, pages().address), {
        headers: { "accept-language": locale },
      });
      match(response.headers.get("vary") ?? "", /accept-language/i);
      const html = await response.text();
      const [, named] = /data-locale="([^"]+)"/.exec(html)!;
      strictEqual(named, locale || "en-GB");
      if (path === "/t/nothing") return;
      const [, total] = /data-total="1250"[^>]*>([^<]+)</.exec(html)!;
      strictEqual(total, TOTALS[locale], `${path} for ${locale}`);
    }));
  },
);

Deno.test("programs get the same numbers in any locale", BROWSER, async () => {
  const now = Math.floor(Date.now() / 1_000);
  const span = `from=${now - 86_400}&to=${now}`;
  for (
    const path of [
      `/api/export?topic=cat&format=csv&${span}`,
      `/api/series?topic=cat&step=3600&${span}`,
      "/api/topics",
    ]
  ) {
    const [english, arabic] = await Promise.all(
      ["en-GB", "ar-EG"].map(async (locale) => {
        const response = await fetch(new URL(path, pages().address), {
          headers: { "accept-language": locale },
        });
        ok(response.ok, path);
        return await response.text();
      }),
    );
    strictEqual(arabic, english);
  }
});
