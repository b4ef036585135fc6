import type {
  Browser,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";
import type { Database } from "../../db/connection/database.ts";
import { findStream } from "../../db/write/streams.ts";
import { openDatabase } from "../../db/open.ts";
import { readTopics } from "../../db/read/topics.ts";
import { seedTopics } from "../../db/write/topics.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import { isBuildStale } from "../../tools/is_build_stale.ts";
import { openBrowser, openPage, type WatchedPage } from "./browser.ts";
import { type StartedProcess, startProcess, startRole } from "./processes.ts";
import { scoredEntry } from "./store.ts";
import { temporaryFolder } from "./temporary.ts";
import { deepStrictEqual, ok } from "node:assert/strict";
import { retryUntil } from "./waiting.ts";

const ROOT = new URL("../../", import.meta.url);
const MINUTE = 60_000;

/** Builds the pages as `start` does, unless the run has built them or the build is up to date. */
export async function buildPages(): Promise<void> {
  if (Deno.env.get("TEST_PAGES") === "built" || !await isBuildStale()) return;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "dev.ts", "build"],
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** The pages of a server and a browser to look at them, gone with their scope. */
export interface Pages extends AsyncDisposable {
  /** Of the server; ends with a slash. */
  readonly address: string;
  readonly browser: Browser;
  /** Opens a path in a context of its own, and watches what its page does. */
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Closes all pages that were opened so. */
  closeAll(): Promise<void>;
}

/** Opens a browser on the pages of a server, and takes over what is closed with it. */
async function openPages(
  address: string,
  resources: AsyncDisposableStack,
): Promise<Pages> {
  const browser = resources.use(await openBrowser());
  const kept = resources.move();
  const opened: WatchedPage[] = [];
  return {
    address,
    browser,
    async open(path, options) {
      const url = new URL(path, address).href;
      const page = await openPage(browser, url, options);
      opened.push(page);
      return page;
    },
    async closeAll() {
      for (const { page } of opened.splice(0)) await page.context().close();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Opens pages once for all tests of a file; what a test opens is closed after it. */
export function usePages<T extends Pages>(open: () => Promise<T>): () => T {
  let pages: T | undefined;
  Deno.test.beforeAll(async () => {
    pages = await open();
  });
  Deno.test.afterEach(() => pages?.closeAll());
  Deno.test.afterAll(async () => {
    await pages?.[Symbol.asyncDispose]();
  });
  return () => pages!;
}

/** Pages over one process that runs everything. */
export interface StartedPages extends Pages {
  readonly started: StartedProcess;
}

/** Starts everything in one process, with its database in a folder of its own, and opens a browser on it. */
export async function startPages(
  env: Record<string, string>,
): Promise<StartedPages> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const started = resources.use(
    await startProcess({
      DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
      POLL_MS: "200",
      ...env,
    }),
  );
  return { started, ...await openPages(started.url, resources) };
}

/** {@linkcode startPages} over posts that are read as if they were written now; `options` are those of a file, such as `rate=100`. */
export async function startPagesOn(
  posts: readonly unknown[],
  options: string,
  env: Record<string, string>,
): Promise<StartedPages> {
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const path = `${folder.path}/posts.ndjson`;
  await writePosts(path, posts);
  const SOURCE_URL = `file:${path}?restamp=now&${options}`;
  const pages = resources.use(await startPages({ SOURCE_URL, ...env }));
  const kept = resources.move();
  return { ...pages, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Writes posts into a file, one a line. */
export async function writePosts(
  path: string,
  posts: readonly unknown[],
): Promise<void> {
  const lines = posts.map((post) => JSON.stringify(post));
  await Deno.writeTextFile(path, lines.join("\n"));
}

/** Posts `p0`, `p1` and so on, a second apart. */
export function numberedPosts(
  count: number,
  textOf: (i: number) => string,
): { id: string; text: string; created_at: string }[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    text: textOf(i),
    created_at: new Date(i * 1_000).toISOString(),
  }));
}

/** Pages of a database that the test writes. */
export interface DatabasePages extends Pages {
  readonly db: Database;
}

/** Starts the role `web` over a new database, after it was filled, and opens a browser on it. */
export async function openDatabasePages(
  fill: (db: Database) => Promise<unknown>,
): Promise<DatabasePages> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const url = `sqlite:${folder.path}/freshet.db`;
  const db = resources.use(await openDatabase(url));
  await fill(db);
  const web = resources.use(
    startRole("web", { DATABASE_URL: url, LOG_LEVEL: "info", POLL_MS: "200" }),
  );
  const { address } = JSON.parse(await web.waitForLog("web started"));
  return { db, ...await openPages(address, resources) };
}

/** A text that each post of {@linkcode openTopicPages} holds. */
export const SECRET = "nobody else may read this";

/** Pages of the topics `cat` and `dog`, whose posts come from the test. */
export interface TopicPages extends DatabasePages {
  /** Stores posts of a topic that were posted so many minutes ago. */
  post(topic: "cat" | "dog", minutesAgo: readonly number[]): Promise<void>;
}

/** Opens pages of the topics `cat` and `dog`: in two hours 60 and then 90 posts of the first, and ten of the other. */
export async function openTopicPages(): Promise<TopicPages> {
  let post: TopicPages["post"];
  const pages = await openDatabasePages(async (db) => {
    await seedTopics(db, [
      { slug: "cat", query: "cat" },
      { slug: "dog", query: "dog OR puppy" },
    ]);
    post = await createPoster(db);
    const each = (count: number, from: number, to: number) =>
      Array.from({ length: count }, (_, i) => from + (to - from) * i / count);
    await post("cat", [...each(60, 119, 62), ...each(90, 59, 1)]);
    await post("dog", each(10, 100, 2));
  });
  return { ...pages, post: post! };
}

async function createPoster(db: Database): Promise<TopicPages["post"]> {
  const topics = await readTopics(db.kysely);
  const { stream } = await findStream(db, "test", "");
  let logSeq = 0;
  return async (slug, minutesAgo) => {
    const now = Date.now();
    const { id: topicId } = topics.find((topic) => topic.slug === slug)!;
    const entries = minutesAgo.map((ago) => {
      const createdMs = Math.round(now - ago * MINUTE);
      const text = `a good ${slug}, ${SECRET}`;
      const fields = { topicId, text, createdMs, receivedMs: createdMs };
      return scoredEntry(++logSeq, fields);
    });
    await storeBatch(db, stream, entries);
  };
}

/** What reads so many posts about cats, so many a second. */
export async function catsEnvironment(
  folder: string,
  { count, rate }: { count: number; rate: number },
): Promise<Record<string, string>> {
  const path = `${folder}/posts.ndjson`;
  await writePosts(
    path,
    numberedPosts(count, (i) => `a good cat, number ${i}`),
  );
  return {
    SOURCE_URL: `file:${path}?restamp=now&rate=${rate}`,
    DATABASE_URL: `sqlite:${folder}/a.db`,
    TRACK: "cat",
    POLL_MS: "200",
  };
}

/** What a page says of its connection, if it is of this kind. */
export function statusOf(page: Page, kind: string): Locator {
  return page.locator(`.status [data-status="${kind}"]`);
}

/** Numbers of the posts on a page, as they stand. */
export function seqsOf(page: Page): Promise<number[]> {
  return page.locator("#posts [data-seq]").evaluateAll((nodes) =>
    nodes.map((node) => Number(node.getAttribute("data-seq")))
  );
}

/** Numbers of the newest stored posts, newest first. */
export async function storedSeqs(url: string): Promise<number[]> {
  const asked = new URL("/api/posts?topic=cat&limit=100", url);
  const { posts } = await (await fetch(asked)).json();
  return posts.map(({ seq }: { seq: number }) => seq);
}

/** Waits until a page shows the newest posts, each once, and misses none between them. */
export async function assertShowsAll(page: Page, url: string): Promise<void> {
  await retryUntil(async () => {
    const shown = await seqsOf(page);
    ok(shown.length >= 30, `${shown.length} posts`);
    deepStrictEqual(shown, (await storedSeqs(url)).slice(0, shown.length));
  });
}
