import type * as v from "valibot";
import type { ScorerChangeSchema } from "../schema/series.ts";
import { toMoods } from "./mood.ts";
import type { Columns } from "./series.ts";

/** From where on posts are scored by another version. */
export type ScorerChange = v.InferOutput<typeof ScorerChangeSchema>;

/**
 * The buckets of a series at which the version of the scorer changes. One that
 * holds posts of both is where the change is, and so are several such in a row.
 */
export function findScorerChanges(columns: Columns): ScorerChange[] {
  const { scorer } = toMoods(columns);
  const changes: ScorerChange[] = [];
  let before: number | null | undefined;
  for (const [i, t] of columns.t.entries()) {
    if (columns.posts[i] === 0) continue;
    const after = scorer[i] ?? null;
    const last = changes.at(-1);
    if (before === undefined || after === before) {
      before = after;
      continue;
    }
    if (before === null && last && last.before !== after) {
      changes[changes.length - 1] = { ...last, after };
    } else changes.push({ t, before, after });
    before = after;
  }
  return changes;
}
