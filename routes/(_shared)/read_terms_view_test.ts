import { deepStrictEqual } from "node:assert/strict";
import type { PageRange } from "../../domain/request/range.ts";
import { readTermsView } from "./read_terms_view.ts";

const NOW = 1_600_000_000_000;

async function read(range: PageRange) {
  const ranges: unknown[] = [];
  const view = await readTermsView(
    {
      compareTerms(_slug, range, kind) {
        ranges.push(range);
        return Promise.resolve([{ term: kind, count: 2, before: 1 }]);
      },
      readTerms: (_slug, _range, kind) =>
        Promise.resolve([{ term: kind, count: 2 }]),
    },
    "trump",
    { range, list: "emoji", nowMs: NOW },
  );
  return { view, ranges };
}

Deno.test("readTermsView() compares the words of both moods and one more list", async () => {
  const { view, ranges } = await read({ kind: "live" });
  const row = (term: string) => [{ term, count: 2, before: 1 }];
  deepStrictEqual(view, {
    positive: row("positive"),
    negative: row("negative"),
    emoji: row("emoji"),
  });
  deepStrictEqual(ranges[0], { from: 1_599_999_110, to: 1_600_000_010 });
});

Deno.test("readTermsView() compares nothing with what is before all", async () => {
  const { view, ranges } = await read({ kind: "all" });
  deepStrictEqual(view.emoji, [{ term: "emoji", count: 2 }]);
  deepStrictEqual(ranges, []);
});
