import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { storeBatch } from "../../db/write/store_batch.ts";
import { findStream } from "../../db/write/streams.ts";
import { seedTopics } from "../../db/write/topics.ts";
import { BROWSER, whereIs } from "../support/browser.ts";
import { assertReadable } from "../support/page_checks.ts";
import { openDatabasePages, usePages } from "../support/pages.ts";
import { scoredEntry } from "../support/store.ts";
import { retryUntil } from "../support/waiting.ts";

/** A Sunday noon, in seconds. */
const START = 1_393_761_600;
const RANGE = `from=${START}&to=${START + 3_600}`;

/** 70 authors, one of whom wrote 30 posts more; ten reposts; five posts of X. */
const pages = usePages(() =>
  openDatabasePages(async (db) => {
    await seedTopics(db, [{ slug: "cat", query: "cat" }]);
    const { stream } = await findStream(db, "test", "");
    const posts = [
      ...Array.from({ length: 70 }, (_, i) => ({
        author: `ann${i}`,
        text: `a cat naps number ${i} #fur`,
      })),
      ...Array.from({ length: 30 }, () => ({
        author: "ann7",
        text: "My cat <b>sleeps</b> https://cat.example/a?b=1&c=2",
      })),
      ...Array.from({ length: 10 }, (_, i) => ({
        author: `bob${i}`,
        text: "RT @ann7: my cat <b>sleeps</b>!",
        postKind: "repost" as const,
      })),
      ...Array.from({ length: 5 }, () => ({
        ...{ author: "secret", source: "x", text: "cat of X" },
      })),
    ];
    const entries = posts.map((post, i) =>
      scoredEntry(i + 1, { ...post, createdMs: (START + i) * 1_000 })
    );
    await storeBatch(db, stream, entries);
  })
);

const rowsOf = (page: Page) => page.locator(".top tbody tr").allInnerTexts();

Deno.test(
  "the lists of a topic can be read without script: entries, pages, filters and files",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open(
      `/t/cat?${RANGE}&list=author`,
      { javaScriptEnabled: false },
    );
    match(await page.locator("#terms").innerText(), /ann7\s+31/);
    await page.getByRole("link", { name: "More of them" }).click();
    strictEqual(whereIs(page), `/t/cat/top?${RANGE}&list=author`);
    match(
      await page.locator(".top").innerText(),
      /115 posts by 81 authors; the ten busiest wrote 38.?%. All posts/,
    );
    const first = await rowsOf(page);
    strictEqual(first.length, 50);
    match(first[0]!, /^ann7\s+31\s+27\.0/);
    match(first[1]!, /^[\da-f]{12}\s+5\s+4\.3/);
    await page.getByRole("link", { name: "More ›" }).click();
    strictEqual((await rowsOf(page)).length, 31);
    strictEqual((await page.content()).includes("secret"), false);

    await page.locator(".list-tabs a", { hasText: "Most repeated" }).click();
    match(
      (await rowsOf(page))[0]!,
      /^my cat <b>sleeps<\/b>!\s+40\s+34\.8\s+11/,
    );
    await page.getByRole("link", { name: "no reposts" }).click();
    match((await rowsOf(page))[0]!, /^My cat <b>sleeps<\/b>\s+30\s+28\.6\s+1/);
    const csv = page.getByRole("link", { name: "CSV", exact: true });
    const href = await csv.getAttribute("href");
    const table = await (await fetch(pages().address + href!.slice(1))).text();
    match(table, /^text,posts,share[^\n]+\nMy cat <b>sleeps<\/b>,30,0\.285714/);

    await page.locator(".list-tabs a", { hasText: "Links" }).click();
    const link = page.getByRole("link", { name: "Open ↗" });
    strictEqual(
      await link.getAttribute("href"),
      "https://cat.example/a?b=1&c=2",
    );
    await page.locator(".list-tabs a", { hasText: "Words" }).click();
    deepStrictEqual((await rowsOf(page)).map((row) => row.split(/\s/)[0]), [
      ...["cat", "naps", "number", "sleeps"],
    ]);
    for (const name of ["no reposts", "Hashtags"]) {
      await page.getByRole("link", { name }).click();
    }
    deepStrictEqual(await rowsOf(page), ["#fur\t\n70"]);
    match(await page.locator(".top").innerText(), /Counted in all posts/);
    const gephi = page.getByRole("link", { name: "Network for Gephi" });
    match(
      (await gephi.getAttribute("href"))!,
      /^\/api\/network\?.*&kind=hashtag&format=gexf$/,
    );
    await page.locator(".list-tabs a", { hasText: "Words" }).click();
    await page.getByRole("link", { name: "sleeps" }).click();
    match(whereIs(page), /^\/t\/cat\?.*q=sleeps/);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "the tabs of a topic's page load lists that are counted post by post",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open(`/t/cat?${RANGE}`);
    await page.locator(".lists").scrollIntoViewIfNeeded();
    await page.getByRole("tab", { name: "Authors" }).click();
    await retryUntil(async () =>
      match(await page.locator("#terms").innerText(), /ann7\s+31/)
    );
    strictEqual(await page.locator("#terms .entry").count(), 1);
    await page.locator("#terms a", { hasText: "ann7" }).first().click();
    await retryUntil(async () => {
      match(whereIs(page), /&author=ann7/);
      match(await page.locator(".chips").innerText(), /by ann7/);
      strictEqual(await page.locator("#terms li").count(), 1);
    });
    const chosen = page.locator("#terms a", { hasText: "ann7" });
    strictEqual(await chosen.getAttribute("aria-current"), "true");
    await chosen.click();
    await retryUntil(async () => {
      strictEqual(whereIs(page).includes("author="), false);
      strictEqual(await page.locator("#terms li").count(), 10);
    });
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "lists can be read by everyone: by axe, on a phone",
  BROWSER,
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1_440]) {
        const { page } = await pages().open(`/t/cat/top?${RANGE}&list=url`, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await assertReadable(page);
        await page.close();
      }
    }
  },
);
