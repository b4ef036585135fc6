import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { sql } from "kysely";
import type { Browser, Page } from "playwright-core";
import { openDatabase } from "../db/open_database.ts";
import { seedTopics } from "../db/seed_topics.ts";
import { writeSourceState } from "../db/write_source_state.ts";
import { buildPages } from "./support/build_pages.ts";
import { openBrowser } from "./support/open_browser.ts";
import { retryUntil } from "./support/retry_until.ts";
import { startRole } from "./support/role_process.ts";
import { sourceState } from "./support/source_states.ts";
import { startProcess } from "./support/start_process.ts";
import { temporaryFolder } from "./support/temporary_folder.ts";
import { watchPage } from "./support/watch_page.ts";

/** Playwright keeps handles of its own open for a moment after it has closed. */
const BROWSER = { sanitizeOps: false, sanitizeResources: false };

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const HOUR_MS = 3_600_000;

/** A browser that is gone with its scope. */
async function useBrowser(): Promise<{ browser: Browser } & AsyncDisposable> {
  const browser = await openBrowser();
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
}

/** A page of a context of its own, which axe needs. */
async function openPage(browser: Browser): Promise<Page> {
  return await (await browser.newContext()).newPage();
}

/** What reads so many posts about cats, so many a second. */
async function catsEnvironment(
  folder: string,
  { count, rate }: { count: number; rate: number },
): Promise<Record<string, string>> {
  const path = `${folder}/posts.ndjson`;
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `p${i}`,
      text: `a good cat, number ${i}`,
      created_at: new Date(i * 1_000).toISOString(),
    }));
  await Deno.writeTextFile(path, lines.join("\n"));
  return {
    SOURCE_URL: `file:${path}?restamp=now&rate=${rate}`,
    DATABASE_URL: `sqlite:${folder}/a.db`,
    TRACK: "cat",
    POLL_MS: "200",
  };
}

const statusOf = (page: Page, kind: string) =>
  page.locator(`.status [data-status="${kind}"]`);

/** Numbers of the posts on the page, as they stand. */
function seqsOf(page: Page): Promise<number[]> {
  return page.locator("#posts [data-seq]").evaluateAll((nodes) =>
    nodes.map((node) => Number(node.getAttribute("data-seq")))
  );
}

/** Numbers of the newest stored posts, newest first. */
async function storedSeqs(url: string): Promise<number[]> {
  const asked = new URL("/api/posts?topic=cat&limit=100", url);
  const { posts } = await (await fetch(asked)).json();
  return posts.map(({ seq }: { seq: number }) => seq);
}

async function assertShowsAll(page: Page, url: string): Promise<void> {
  await retryUntil(async () => {
    const shown = await seqsOf(page);
    ok(shown.length >= 30, `${shown.length} posts`);
    deepStrictEqual(shown, (await storedSeqs(url)).slice(0, shown.length));
  });
}

async function assertReadable(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES)
      .analyze();
    deepStrictEqual(violations.map(({ id, nodes }) => [id, nodes]), []);
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
    await writeSourceState(db, sourceState("bluesky:", { rate: 41 }));
    await using web = startRole("web", {
      DATABASE_URL: url,
      LOG_LEVEL: "info",
      POLL_MS: "200",
    });
    const { address } = JSON.parse(await web.waitForLog("web runs"));
    await using used = await useBrowser();
    const page = await used.browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${address}t/trump`);
    match(
      await page.locator(".quiet").innerText(),
      /^Waiting for the first post about trump; bluesky connected, 41\sposts\/s seen\.$/,
    );
    match(
      await statusOf(page, "still").innerText(),
      /as of \d\d:\d\d:\d\d UTC$/,
    );

    const live = await openPage(used.browser);
    const complaints = await watchPage(live);
    await live.goto(`${address}t/trump`);
    await statusOf(live, "live").waitFor();
    const down = { state: "down", detail: "no <b>answer" } as const;
    await writeSourceState(db, sourceState("bluesky:", down));
    await live.getByText("bluesky down: no <b>answer").waitFor();
    await assertReadable(live);
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
  "a page says what is wrong with the connection at each moment, and misses nothing",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, { count: 600, rate: 30 });
    await using used = await useBrowser();
    const context = await used.browser.newContext();
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
      await assertReadable(page);
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
        /Nothing heard for \d+\s/,
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
    await assertReadable(page);
    await using again = await startProcess({ ...env, PORT: port });
    await statusOf(page, "live").waitFor({ timeout: 40_000 });
    await again.waitForLog("source ended");
    await assertShowsAll(page, again.url);
  },
);

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
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, {
      count: 16_000,
      rate: 1_500,
    });
    await using started = await startProcess(env);
    await using used = await useBrowser();
    const page = await openPage(used.browser);
    await page.clock.install();
    await countEvents(page);
    await page.goto(`${started.url}t/cat`);
    await statusOf(page, "live").waitFor();
    await page.waitForTimeout(500);
    const before = await heapOf(page);
    await setVisibility(page, "hidden");
    await page.clock.fastForward(61_000);
    await statusOf(page, "resting").waitFor({ state: "attached" });
    strictEqual(await page.title(), "cat · Freshet");
    const [first] = await storedSeqs(started.url);
    await started.waitForLog("source ended");
    await retryUntil(async () => {
      const [topic] = await (await fetch(`${started.url}api/topics`)).json();
      strictEqual(topic.posts, 16_000);
    });
    const [last] = await storedSeqs(started.url);
    ok(last! - first! > 5_000, `only ${last! - first!} posts came meanwhile`);
    await page.clock.fastForward(8 * HOUR_MS);
    strictEqual((await countsOf(page)).length, 1);

    await setVisibility(page, "visible");
    await statusOf(page, "live").waitFor();
    await assertShowsAll(page, started.url);
    const counts = await countsOf(page);
    deepStrictEqual(counts.slice(1), [{ snapshot: 1 }]);
    ok((await seqsOf(page)).length <= 100);
    match(await page.title(), /^[\d,]+\/min · cat/);
    strictEqual(
      await page.locator("[data-total]").first().getAttribute("data-total"),
      "16000",
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

Deno.test(
  "an error page says what is wrong, and leads back",
  BROWSER,
  async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const env = await catsEnvironment(folder.path, { count: 10, rate: 100 });
    await using started = await startProcess(env);
    await using used = await useBrowser();
    const page = await openPage(used.browser);
    const answer = await page.goto(`${started.url}t/<b>nope`);
    strictEqual(answer!.status(), 404);
    strictEqual(
      await page.getByRole("heading").innerText(),
      'There is no topic "<b>nope"',
    );
    strictEqual(await page.title(), "404 · Freshet");
    await assertReadable(page);
    await page.getByRole("link", { name: "To all topics" }).click();
    await page.getByRole("heading", { name: "All topics" }).waitFor();

    await using db = await openDatabase(env.DATABASE_URL!);
    await sql`alter table topics rename to away`.execute(db.kysely);
    const broken = await page.goto(`${started.url}t/cat`);
    strictEqual(broken!.status(), 500);
    await assertReadable(page);
    await sql`alter table away rename to topics`.execute(db.kysely);
    await page.getByRole("link", { name: "Try again" }).click();
    await statusOf(page, "live").waitFor();
  },
);
