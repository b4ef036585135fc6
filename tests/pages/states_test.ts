import { sql } from "kysely";
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { openDatabase } from "../../db/open.ts";
import { seedTopics } from "../../db/write/topics.ts";
import { createSourceRecords } from "../../db/records/sources.ts";
import { assertReadable } from "../support/page_checks.ts";
import {
  assertShowsAll,
  buildPages,
  catsEnvironment,
  seqsOf,
  statusOf,
  storedSeqs,
} from "../support/pages.ts";
import { sourceState } from "../support/pipeline.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { retryUntil } from "../support/waiting.ts";
import { startProcess, startRole } from "../support/processes.ts";
import { BROWSER, openBrowser, watchPage } from "../support/browser.ts";

/** A page of a context of its own, which axe needs. */
async function openPage(browser: Browser): Promise<Page> {
  return await (await browser.newContext()).newPage();
}

/** In both schemes. */
async function assertReadableInBoth(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await assertReadable(page);
  }
}

Deno.test(
  "a page says what it waits for and what works, and when nothing new can be read",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const url = `sqlite:${folder.path}/a.db`;
    await using db = await openDatabase(url);
    await seedTopics(db, [{ slug: "trump", query: "trump" }]);
    await createSourceRecords(db).writeRecord(
      sourceState("bluesky:", { rate: 41 }),
    );
    await using web = startRole("web", {
      DATABASE_URL: url,
      LOG_LEVEL: "info",
      POLL_MS: "200",
    });
    const { address } = JSON.parse(await web.waitForLog("web started"));
    await using browser = await openBrowser();
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${address}t/trump`);
    match(
      await page.locator(".quiet").innerText(),
      /^No posts about trump yet; reading 41\sposts\/s from bluesky\.$/,
    );
    match(
      await statusOf(page, "idle").innerText(),
      /As of \d\d:\d\d:\d\d UTC$/,
    );

    const live = await openPage(browser);
    const complaints = await watchPage(live);
    await live.goto(`${address}t/trump`);
    await statusOf(live, "live").waitFor();
    const down = { state: "down", detail: "no <b>answer" } as const;
    await createSourceRecords(db).writeRecord(sourceState("bluesky:", down));
    await live.getByText("bluesky is down: no <b>answer").waitFor();
    await assertReadableInBoth(live);
    deepStrictEqual(complaints, []);

    await sql`alter table posts rename to away`.execute(db.kysely);
    await statusOf(live, "stale").waitFor({ timeout: 20_000 });
    match(
      await statusOf(live, "stale").innerText(),
      /No new data for \d/,
    );
    await sql`alter table away rename to posts`.execute(db.kysely);
    await statusOf(live, "live").waitFor({ timeout: 20_000 });
  },
);

Deno.test(
  "what was asked for while the network was away comes by itself when it is back",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, { count: 900, rate: 30 });
    await using started = await startProcess(env);
    await using browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${started.url}t/cat`);
    await statusOf(page, "live").waitFor();
    const frame = page.locator("#chart-posts svg.frame");
    const rate = page.locator(".tiles .figure").first();

    await context.setOffline(true);
    await statusOf(page, "offline").waitFor();
    await page.waitForTimeout(1_500); // what has arrived is shown
    const [words, figure] = [
      await frame.getAttribute("aria-label"),
      await rate.innerText(),
    ];
    await page.waitForTimeout(12_000);
    strictEqual(await frame.getAttribute("aria-label"), words);
    strictEqual(await rate.innerText(), figure);

    await page.getByRole("link", { name: "1 h" }).click();
    await page.getByText("This time could not be loaded").waitFor();
    await page.getByRole("searchbox").fill("cat");
    await page.getByRole("searchbox").press("Enter");
    await page.getByText("The server did not answer").waitFor();

    await context.setOffline(false);
    await statusOf(page, "live").waitFor();
    for (const gone of ["could not be loaded", "did not answer"]) {
      await page.getByText(gone).waitFor({ state: "detached" });
    }
    match(new URL(page.url()).search, /range=1h/);
    await retryUntil(async () => {
      const [, h1, m1, h2, m2] = (await frame.getAttribute("aria-label"))!
        .match(/(\d\d):(\d\d) to .*?(\d\d):(\d\d)/)!.map(Number);
      const minutes = 60 * (h2! - h1!) + m2! - m1!;
      ok([60, 61].includes((minutes + 24 * 60) % (24 * 60)), `${minutes}`);
      ok((await seqsOf(page)).length > 0);
    });
  },
);

Deno.test(
  "a page says what is wrong with the connection at each moment, and misses nothing",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, { count: 1_800, rate: 30 });
    await using browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    let port: string;
    {
      await using started = await startProcess(env);
      port = new URL(started.url).port;
      await page.goto(`${started.url}t/cat`);
      await statusOf(page, "live").waitFor();
      match(await page.title(), /^[\d,]+\/min · cat · Freshet$/);

      await context.setOffline(true);
      await statusOf(page, "offline").waitFor();
      match(await statusOf(page, "offline").innerText(), /Offline for \d/);
      strictEqual(await page.title(), "cat · Freshet");
      await assertReadableInBoth(page);
      const before = (await seqsOf(page))[0]!;
      await retryUntil(async () => {
        ok((await storedSeqs(started.url))[0]! > before + 60);
      });
      await context.setOffline(false);
      await statusOf(page, "live").waitFor();
      await page.waitForFunction(() => /^\d/.test(document.title));

      Deno.kill(started.pid, "SIGSTOP");
      await page.clock.fastForward(16_000);
      await statusOf(page, "stale").waitFor();
      match(
        await statusOf(page, "stale").innerText(),
        /No signal for \d+\s/,
      );
      Deno.kill(started.pid, "SIGCONT");
      await statusOf(page, "live").waitFor();
      await started.kill();
    }
    await page.getByText(/^Reconnecting$/).waitFor();
    await page.waitForFunction(() =>
      /Reconnecting in \d+\ss/.test(
        document.querySelector(".status")!.textContent!,
      )
    );
    strictEqual(await page.title(), "cat · Freshet");
    await assertReadableInBoth(page);
    await using again = await startProcess({ ...env, PORT: port });
    await statusOf(page, "live").waitFor({ timeout: 40_000 });
    await again.waitForLog("source ended");
    await assertShowsAll(page, again.url);
  },
);

Deno.test(
  "an error page says what is wrong, and leads back",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, { count: 10, rate: 100 });
    await using started = await startProcess(env);
    await using browser = await openBrowser();
    const page = await openPage(browser);
    const answer = await page.goto(`${started.url}t/<b>nope`);
    strictEqual(answer!.status(), 404);
    strictEqual(
      await page.getByRole("heading").innerText(),
      'Unknown topic "<b>nope"',
    );
    strictEqual(await page.title(), "404 · Freshet");
    await assertReadableInBoth(page);
    await page.getByRole("link", { name: "All topics" }).click();
    await page.getByRole("heading", { name: "All topics" }).waitFor();

    await using db = await openDatabase(env.DATABASE_URL!);
    await sql`alter table topics rename to away`.execute(db.kysely);
    const broken = await page.goto(`${started.url}t/cat`);
    strictEqual(broken!.status(), 500);
    await assertReadableInBoth(page);
    await sql`alter table away rename to topics`.execute(db.kysely);
    await page.getByRole("link", { name: "Try again" }).click();
    await statusOf(page, "live").waitFor();
  },
);
