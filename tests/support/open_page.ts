import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { watchPage } from "./watch_page.ts";

/** A page, and what it must not have done. */
export interface WatchedPage {
  readonly page: Page;
  /** See `watchPage`. */
  readonly complaints: string[];
}

/** Opens an address in a context of its own, and watches what its page does. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = await watchPage(page);
  await page.goto(address);
  return { page, complaints };
}
