import { deepStrictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  numberedPosts,
  type StartedPages,
  startPagesOn,
} from "../support/pages.ts";
import { BROWSER } from "../support/browser.ts";

const TOKEN = "correct horse";
const WIDTHS = [360, 768, 1_440];

/** A word without a place to break it. */
const LONG = "w".repeat(500);
/** The longest name and the longest hashtag that there may be. */
const NAME = "n".repeat(64);
const TAG = "h".repeat(64);

/** Pages of posts that hold the longest of everything. */
async function serveLong(): Promise<StartedPages> {
  const posts = numberedPosts(
    200,
    (i) =>
      i % 3
        ? `cat ${LONG} #${TAG} ${i}`
        : `a good cat ${"and many words ".repeat(40)} ${i}`,
  ).map((post) => ({ ...post, author: LONG }));
  const env = { TRACK: "cat", ADMIN_TOKEN: TOKEN };
  const pages = await startPagesOn(posts, "rate=500", env);
  await pages.started.waitForLog("source ended");
  const added = await fetch(`${pages.address}api/topics`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ slug: NAME, query: `cat OR ${LONG}` }),
  });
  deepStrictEqual(added.status, 201, await added.text());
  return pages;
}

/** How many pixels a page is too wide, by what it was looked at through. */
async function excessOf(page: Page): Promise<Record<number, number>> {
  const found: Record<number, number> = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth
    );
    if (excess > 0) found[width] = excess;
  }
  return found;
}

const PATHS = [
  "",
  "t/cat",
  `t/${NAME}`,
  `t/cat?q=${LONG}`,
  `t/cat?term=hashtag:${TAG}&list=hashtag`,
  `t/cat?from=${LONG}`,
  "t/cat?list=text&range=all",
  "t/cat/top?list=text&range=all",
  "t/cat/top?list=author&range=all",
  `t/${LONG}`,
  `compare?topics=cat,${NAME}`,
  `compare?topics=${LONG}`,
  `embed/t/${NAME}?chart=words`,
  "embed/t/cat",
  "pipeline",
  "api",
  LONG,
];

Deno.test(
  "no page is wider than what it is looked at through",
  BROWSER,
  async (test) => {
    await using pages = await serveLong();
    const { page } = await pages.open("");
    for (const path of PATHS) {
      await test.step(`/${path.replaceAll(/(.)\1{20,}/g, "$1…")}`, async () => {
        await page.goto(pages.address + path);
        for (const summary of await page.locator("summary").all()) {
          await summary.evaluate((node) =>
            (node.parentNode as HTMLDetailsElement).open = true
          );
        }
        deepStrictEqual(await excessOf(page), {});
      });
    }
    await page.goto(`${pages.address}topics`);
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    for (const query of ["cat", `cat -${LONG}`, `(${LONG}`]) {
      await test.step(`/topics, ${query.slice(0, 8)} typed`, async () => {
        await page.goto(`${pages.address}topics`);
        await page.getByLabel("Query").fill(query);
        await page.locator(".trial li, .form .wrong").first().waitFor();
        deepStrictEqual(await excessOf(page), {});
      });
    }
    for (const path of [`topics?edit=${NAME}`, `topics?remove=${NAME}`]) {
      await test.step(`/${path.slice(0, 14)}`, async () => {
        await page.goto(pages.address + path);
        deepStrictEqual(await excessOf(page), {});
      });
    }
  },
);
