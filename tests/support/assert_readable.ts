import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Fails where a page, or the given parts of it, is not for everyone as it
 * stands, or wider than the screen; its context must be its own.
 */
export async function assertReadable(
  page: Page,
  parts: readonly string[] = [],
): Promise<void> {
  // No page has a frame of another origin: the legacy mode leaves out only those, and takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    runOnly: { type: "tag", values: RULES },
    resultTypes: ["violations"],
  });
  for (const part of parts) axe.include(part);
  const { violations } = await axe.analyze();
  deepStrictEqual(
    violations.map(({ id, nodes }) => [page.url(), id, nodes]),
    [],
  );
  const excess = await page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth
  );
  strictEqual(excess, 0, `${page.url()} is ${excess} pixels too wide`);
}
