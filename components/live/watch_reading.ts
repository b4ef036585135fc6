/**
 * Tells whether the reader is further down a list, until `signal` aborts: the
 * list's top is out of sight above, be it by the list's own scroll bar or by the
 * page's.
 */
export function watchReading(
  scroller: HTMLElement,
  top: HTMLElement,
  tell: (isReading: boolean) => void,
  signal: AbortSignal,
): void {
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1); // those before are past
    if (!entry) return;
    const edge = Math.max(0, scroller.getBoundingClientRect().top);
    tell(!entry.isIntersecting && entry.boundingClientRect.top < edge);
  });
  observer.observe(top);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
