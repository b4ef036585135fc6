import { deepStrictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { buildPages } from "./support/pages.ts";
import { BROWSER, openBrowser } from "./support/browser.ts";
import { startProcess } from "./support/processes.ts";
import { temporaryFolder } from "./support/temporary.ts";

const TOKEN = "correct horse";
const WIDTHS = [360, 768, 1_440];

/** A word without a place to break it. */
const LONG = "w".repeat(500);
/** The longest name and the longest hashtag that there may be. */
const NAME = "n".repeat(64);
const TAG = "h".repeat(64);

/** Everything in one process, over posts that hold the longest of everything. */
async function startLong(folder: string) {
  await buildPages();
  const lines = Array.from({ length: 200 }, (_, i) =>
    JSON.stringify({
      id: `p${i}`,
      text: i % 3
        ? `cat ${LONG} #${TAG} ${i}`
        : `a good cat ${"and many words ".repeat(40)} ${i}`,
      author: LONG,
      created_at: new Date(i * 1_000).toISOString(),
    }));
  await Deno.writeTextFile(`${folder}/posts.ndjson`, lines.join("\n"));
  const started = await startProcess({
    SOURCE_URL: `file:${folder}/posts.ndjson?restamp=now&rate=500`,
    DATABASE_URL: `sqlite:${folder}/a.db`,
    TRACK: "cat",
    POLL_MS: "200",
    ADMIN_TOKEN: TOKEN,
  });
  await started.waitForLog("source ended");
  const added = await fetch(`${started.url}api/topics`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ slug: NAME, query: `cat OR ${LONG}` }),
  });
  deepStrictEqual(added.status, 201, await added.text());
  return started;
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
    await using folder = await temporaryFolder();
    await using started = await startLong(folder.path);
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      for (const path of PATHS) {
        await test.step(`/${path.replaceAll(/(.)\1{20,}/g, "$1…")}`, async () => {
          await page.goto(started.url + path);
          for (const summary of await page.locator("summary").all()) {
            await summary.evaluate((node) =>
              (node.parentNode as HTMLDetailsElement).open = true
            );
          }
          deepStrictEqual(await excessOf(page), {});
        });
      }
      await page.goto(`${started.url}topics`);
      await page.getByLabel("Token").fill(TOKEN);
      await page.getByRole("button", { name: "Sign in" }).click();
      for (const query of ["cat", `cat -${LONG}`, `(${LONG}`]) {
        await test.step(`/topics, ${query.slice(0, 8)} typed`, async () => {
          await page.goto(`${started.url}topics`);
          await page.getByLabel("Query").fill(query);
          await page.locator(".trial li, .form .wrong").first().waitFor();
          deepStrictEqual(await excessOf(page), {});
        });
      }
      for (const path of [`topics?edit=${NAME}`, `topics?remove=${NAME}`]) {
        await test.step(`/${path.slice(0, 14)}`, async () => {
          await page.goto(started.url + path);
          deepStrictEqual(await excessOf(page), {});
        });
      }
    } finally {
      await browser.close();
    }
  },
);
