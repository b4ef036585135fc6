/** What the shaded parts of charts mean; loaded where there are any. @module */
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { ChartInput } from "./data.ts";
import { describeOutage, MAX_LISTED } from "./describe.ts";

/** Explains the shaded parts of charts: the newest interruptions first. */
export function OutageNotes(
  { axis, outages }: Pick<ChartInput, "axis" | "outages">,
): VNode {
  const listed = outages.slice(-MAX_LISTED).reverse();
  const others = outages.length - listed.length;
  return (
    <ul class="outages note">
      {listed.map((outage) => (
        <li key={outage.from}>
          Shaded: no data, {describeOutage(outage, axis)}
        </li>
      ))}
      {others > 0 && (
        <li>
          {formatCount(others)} more:{" "}
          <a href="/pipeline#gaps">all interruptions</a>
        </li>
      )}
    </ul>
  );
}
