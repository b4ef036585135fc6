import { addTotals } from "../domain/live/apply.ts";
import type { Changes } from "../domain/live/changes.ts";
import { slideWindow } from "../domain/series/slide_window.ts";
import type { TopicUpdate } from "./advance_topic.ts";
import type { LiveReads, Present } from "./present.ts";

/** How long the words of a topic stay as they are: while posts come, and while none do. */
const TERMS_MS = { busy: 2_000, quiet: 60_000 };

/** Reads what changes bring to each topic, besides posts. */
export type UpdateReader = (
  present: Present,
  changes: Changes,
  nowMs: number,
) => Promise<Map<string, TopicUpdate>>;

/** Creates a reader that remembers when it last read each topic's words. */
export function createUpdateReader(reads: LiveReads): UpdateReader {
  const words = new Map<string, { readMs: number; stale: boolean }>();

  async function readTerms(slug: string, touched: boolean, nowMs: number) {
    const last = words.get(slug) ?? { readMs: nowMs, stale: false };
    const stale = last.stale || touched;
    const isDue =
      nowMs - last.readMs >= (stale ? TERMS_MS.busy : TERMS_MS.quiet);
    words.set(
      slug,
      isDue ? { readMs: nowMs, stale: false } : { ...last, stale },
    );
    return isDue ? await reads.readWindowTerms(slug) : undefined;
  }

  return async (present, { added, slugs }, nowMs) => {
    const there = new Set(slugs);
    const updates = new Map<string, TopicUpdate>();
    for (const [slug, { window, totals }] of present.topics) {
      if (!there.has(slug)) continue;
      const news = added.get(slug);
      updates.set(slug, {
        window: news
          ? await reads.readWindow(slug)
          : slideWindow(window, nowMs / 1_000),
        totals: news && addTotals(totals, news),
        terms: await readTerms(slug, news !== undefined, nowMs),
      });
    }
    return updates;
  };
}
