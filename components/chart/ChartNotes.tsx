import type { VNode } from "preact";
import { Details, later, useScript } from "../elements/later.tsx";
import type { ChartInput } from "./data.ts";
import { KEYS_ID } from "./TimeChart.tsx";

const OutageNotes = await later(
  async () => (await import("./details.tsx")).OutageNotes,
  ".outages",
);

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
        Drag to zoom, double-click to go back. Keys on a chart: ← → move (Shift:
        ten), Enter marks start and end, + − zoom, Esc goes back.
      </span>
    </p>
  );
}
