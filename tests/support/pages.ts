import type { Browser, BrowserContextOptions } from "playwright-core";
import type { Database } from "../../db/database.ts";
import { findStream } from "../../db/find_stream.ts";
import { openDatabase } from "../../db/open_database.ts";
import { readTopics } from "../../db/read_topics.ts";
import { seedTopics } from "../../db/seed_topics.ts";
import { storeBatch } from "../../db/store_batch.ts";
import { isBuildStale } from "../../tools/is_build_stale.ts";
import { openBrowser, openPage, type WatchedPage } from "./browser.ts";
import { startRole } from "./processes.ts";
import { scoredEntry } from "./store.ts";
import { temporaryFolder } from "./temporary.ts";

const ROOT = new URL("../../", import.meta.url);

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

const MINUTE = 60_000;

/** A text that each post holds. */
export const SECRET = "nobody else may read this";

/** Pages of a database whose posts come from the test, gone with their scope. */
export interface TopicPages extends AsyncDisposable {
  readonly db: Database;
  /** Of the server. */
  readonly address: string;
  readonly browser: Browser;
  /** Stores posts of a topic that were posted so many minutes ago. */
  post(topic: "cat" | "dog", minutesAgo: readonly number[]): Promise<void>;
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
}

/** Opens pages of the topics `cat` and `dog`: in two hours 60 and then 90 posts of the first, and ten of the other. */
export async function openTopicPages(): Promise<TopicPages> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const url = `sqlite:${folder.path}/freshet.db`;
  const db = resources.use(await openDatabase(url));
  await seedTopics(db, [
    { slug: "cat", query: "cat" },
    { slug: "dog", query: "dog OR puppy" },
  ]);
  const post = await createPoster(db);
  const each = (count: number, from: number, to: number) =>
    Array.from({ length: count }, (_, i) => from + (to - from) * i / count);
  await post("cat", [...each(60, 119, 62), ...each(90, 59, 1)]);
  await post("dog", each(10, 100, 2));
  const web = resources.use(
    startRole("web", { DATABASE_URL: url, LOG_LEVEL: "info", POLL_MS: "200" }),
  );
  const { address } = JSON.parse(await web.waitForLog("web runs"));
  const browser = await openBrowser();
  resources.defer(() => browser.close());
  const moved = resources.move();
  return {
    db,
    address,
    browser,
    post,
    open: (path, options) =>
      openPage(browser, new URL(path, address).href, options),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
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
