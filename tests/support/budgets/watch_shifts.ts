import type { Page } from "playwright-core";

/** A shift of what one looks at, and what moved. */
export interface Shift {
  readonly value: number;
  readonly atMs: number;
  readonly nodes: readonly string[];
}

/** Collects shifts of a page's layout that nobody asked for, from its next load on. */
export async function watchShifts(page: Page): Promise<() => Promise<Shift[]>> {
  await page.addInitScript(() => {
    const shifts: unknown[] = [];
    Object.assign(globalThis, { shiftsOfLayout: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const nodes = entry.sources.map(({ node }) =>
          node instanceof Element
            ? `${node.tagName.toLowerCase()}.${node.className}#${node.id}`
            : String(node?.nodeName)
        );
        shifts.push({ value: entry.value, atMs: entry.startTime, nodes });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () =>
    page.evaluate(() =>
      (globalThis as unknown as { shiftsOfLayout: Shift[] }).shiftsOfLayout
    );
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}
