import { live } from "./live.ts";

/**
 * Tells `live` whether the reader is further down a list: the list's top is
 * out of sight above, be it by the list's own scroll bar or by the page's.
 */
export function watchReading(
  scroller: HTMLElement,
  top: HTMLElement,
  signal: AbortSignal,
): void {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry) return;
    const edge = Math.max(0, scroller.getBoundingClientRect().top);
    live.read(!entry.isIntersecting && entry.boundingClientRect.top < edge);
  });
  observer.observe(top);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    live.read(false);
  }, { once: true });
}
