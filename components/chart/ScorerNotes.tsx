/** What dashed lines of charts mean; loaded where there are any. @module */
import type { VNode } from "preact";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { ChartInput } from "./data.ts";

/** A version of the scorer in words. */
function scorerWords(version: number | null): string {
  return version === null
    ? "several versions of the scorer"
    : version === 1
    ? "the word list"
    : `version ${version} of the scorer`;
}

/** Explains the dashed lines of charts. */
export function ScorerNotes(
  { axis, changes }: Pick<ChartInput, "axis"> & {
    changes: readonly ScorerChange[];
  },
): VNode {
  return (
    <ul class="outages note">
      {changes.map(({ t, before, after }) => (
        <li key={t}>
          Dashed line, {axis.format(t)}: scored by {scorerWords(after)}{" "}
          from here, by {scorerWords(before)} before
          {before === 1 && ", which the mood leaves out"}; do not compare shares
          or moods across it
        </li>
      ))}
    </ul>
  );
}
