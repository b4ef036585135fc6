import { deepStrictEqual, ok } from "node:assert/strict";
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { retryUntil } from "./waiting.ts";

/** What reads so many posts about cats, so many a second. */
export async function catsEnvironment(
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

/** A browser that is gone with its scope. */
export async function useBrowser(): Promise<
  { browser: Browser } & AsyncDisposable
> {
  const browser = await openBrowser();
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
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
