import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails where a page is not for everyone as it stands, or wider than the screen; its context must be its own. */
export async function assertReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES)
    .analyze();
  deepStrictEqual(violations.map(({ id, nodes }) => [id, nodes]), []);
  const excess = await page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth
  );
  strictEqual(excess, 0);
}
