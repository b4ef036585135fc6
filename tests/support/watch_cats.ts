import { deepStrictEqual, ok } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { numberedPosts, writePosts } from "./pages.ts";
import { retryUntil } from "./waiting.ts";

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
