import type { VNode } from "preact";
import { Details, later, useRendered, useScript } from "../elements/later.tsx";
import type { ChartInput } from "./data.ts";
import { KEYS_ID } from "./TimeChart.tsx";

/** Only the server writes how to use charts: browsers keep its words. */
const Hint = globalThis.document
  ? null
  : (await import("./ChartHint.tsx")).ChartHint;

const OutageNotes = await later(async () =>
  (await import("./OutageNotes.tsx")).OutageNotes
);

const ScorerNotes = await later(async () =>
  (await import("./ScorerNotes.tsx")).ScorerNotes
);

/** Props of {@linkcode ChartNotes}. */
interface ChartNotesProps
  extends Pick<ChartInput, "axis" | "outages" | "scorerChanges"> {
  /** The table of their numbers. */
  children: VNode;
}

/** What stands below charts: their gaps, how to use them, and their numbers. */
export function ChartNotes(
  { axis, outages, scorerChanges = [], children }: ChartNotesProps,
): VNode {
  return (
    <>
      {outages.length > 0 && <OutageNotes axis={axis} outages={outages} />}
      {scorerChanges.length > 0 && (
        <ScorerNotes axis={axis} changes={scorerChanges} />
      )}
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

/** How to use charts, as the server wrote it; shown with script only. */
function ChartHint(): VNode {
  const hasScript = useScript();
  const place = useRendered<HTMLParagraphElement>(`#${KEYS_ID}`);
  return (
    <p
      id={KEYS_ID}
      class={hasScript.value ? "note keys ready" : "note keys"}
      ref={place}
    >
      {Hint && <Hint />}
    </p>
  );
}
