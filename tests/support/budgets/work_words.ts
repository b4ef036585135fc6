import type { Work } from "./watch_work.ts";

/** What a page did, in words. */
export function workWords(work: Work): string {
  const { seconds, busy, script, style, layout, heap, growth } = work;
  const share = (part: number) => `${(100 * part).toFixed(1)} %`;
  const [first, last] = [heap[0]!, heap.at(-1)!];
  const kB = (bytes: number) => (bytes / 1_000).toFixed(0);
  return `${seconds.toFixed(0)} s: main thread ${share(busy)} of a processor ` +
    `(script ${share(script)}, style ${share(style)}, ` +
    `layout ${share(layout)}); scripts hold ` +
    `${heap.map(({ held }) => kB(held)).join(", ")} kB: ` +
    `${kB(growth)} kB a minute; with compiled code ` +
    `${kB(first.used)} at first, ${kB(last.used)} at last`;
}
