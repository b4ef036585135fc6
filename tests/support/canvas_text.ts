import type { Page } from "playwright-core";

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
export function canvasTexts(page: Page, chart: string): Promise<CanvasText[]> {
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
