import type { Page, Response } from "playwright-core";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

/** A text that a chart's canvas shows, in pixels of the page from the canvas's left edge. */
export interface CanvasText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Of its middle or its upper edge, from the canvas's top. */
  readonly top: number;
}

/** Remembers what canvases of a page write, from its next load on. */
export async function watchCanvasText(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const proto = CanvasRenderingContext2D.prototype;
    const { clearRect, fillText } = proto;
    const texts = new WeakMap<HTMLCanvasElement, unknown[]>();
    Object.assign(globalThis, { textsOfCanvases: texts });
    proto.clearRect = function (...area) {
      texts.set(this.canvas, []);
      clearRect.apply(this, area);
    };
    proto.fillText = function (text, x, y, ...most) {
      const { width } = this.measureText(text);
      const before = this.textAlign === "center"
        ? width / 2
        : this.textAlign === "right"
        ? width
        : 0;
      const left = (x - before) / devicePixelRatio;
      const right = left + width / devicePixelRatio;
      texts.get(this.canvas)
        ?.push({ text, left, right, top: y / devicePixelRatio });
      fillText.call(this, text, x, y, ...most);
    };
  });
}

/** What a chart's canvas shows, in the order in which it was written: first the time axis. */
function canvasTexts(page: Page, chart: string): Promise<CanvasText[]> {
  return page.locator(`${chart} canvas`).evaluate((canvas) =>
    (globalThis as unknown as {
      textsOfCanvases: WeakMap<Node, CanvasText[]>;
    }).textsOfCanvases.get(canvas) ?? []
  );
}

/** The labels of a chart's time axis. */
export async function timeTexts(
  page: Page,
  chart: string,
): Promise<CanvasText[]> {
  const texts = await canvasTexts(page, chart);
  return texts.filter(({ top }) => top === texts[0]!.top);
}

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

/** Something that a page loaded. */
export interface Loaded {
  readonly url: string;
  /** `document`, `script`, `stylesheet` and so on. */
  readonly type: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Bytes of the body as they came, packed. */
  readonly packed: number;
}

/** Collects what a page loads from now on; streams of events have no size. */
export function watchLoading(page: Page): () => Promise<Loaded[]> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  return async () => await Promise.all(responses.map(measure));
}

async function measure(response: Response): Promise<Loaded> {
  const url = response.url();
  const type = response.request().resourceType();
  if (type === "eventsource") return { url, type, size: 0, packed: 0 };
  const text = (await response.body()).toString("utf8");
  const size = new TextEncoder().encode(text).byteLength;
  const { responseBodySize: packed } = await response.request().sizes();
  return { url, type, size, packed };
}

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
