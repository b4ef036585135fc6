import type { Page } from "playwright-core";

/** Path and query that a page shows. */
export function whereIs(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}
