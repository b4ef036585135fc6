import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { Details, useScript } from "../elements/later.tsx";
import type { ChartInput } from "./data.ts";
import { describeOutage, MAX_LISTED } from "./describe.ts";
import { KEYS_ID } from "./TimeChart.tsx";

/** Props of {@linkcode ChartNotes}. */
interface ChartNotesProps extends Pick<ChartInput, "axis" | "outages"> {
  /** The table of their numbers. */
  children: VNode;
}

/** What stands below charts: their gaps, how to use them, and their numbers. */
export function ChartNotes(
  { axis, outages, children }: ChartNotesProps,
): VNode {
  return (
    <>
      {outages.length > 0 && <OutageNotes axis={axis} outages={outages} />}
      <ChartHint />
      <Details
        class="numbers"
        summary={`These numbers as a table, times in ${axis.zone}`}
      >
        <div
          class="table"
          tabIndex={0}
          role="region"
          aria-label="Numbers of the charts"
        >
          {children}
        </div>
      </Details>
    </>
  );
}

/** How fingers, or pointer and keys, work on charts; shown with script only. */
function ChartHint(): VNode {
  const hasScript = useScript();
  return (
    <p id={KEYS_ID} class={hasScript.value ? "note keys ready" : "note keys"}>
      <span class="by-finger">
        Drag sideways to zoom, double-tap to go back.
      </span>
      <span class="by-mouse">
        Click a bar to open it, drag to zoom, double-click to go back. Keys on a
        chart: ← → move (Shift: ten), Enter marks start and end (twice: opens a
        bar), + − zoom, Esc goes back.
      </span>
    </p>
  );
}

/** Explains the shaded parts of charts: the newest interruptions first. */
function OutageNotes(
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
