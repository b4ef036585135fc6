import type { Work } from "./watch_work.ts";

/** What a page did, in words. */
export function workWords(work: Work): string {
  const { seconds, busy, script, style, layout, heap, growth } = work;
  const share = (part: number) => `${(100 * part).toFixed(1)} %`;
  const sizes = heap.map(({ bytes }) => (bytes / 1_000_000).toFixed(2));
  return `${seconds.toFixed(0)} s: main thread ${share(busy)} of a processor ` +
    `(script ${share(script)}, style ${share(style)}, layout ${
      share(layout)
    }); ` +
    `heap ${sizes.join(", ")} MB: ${(growth / 1_000).toFixed(1)} kB a minute`;
}
