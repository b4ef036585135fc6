import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { useScript } from "../live/hooks.ts";
import { describeOutage } from "./describe.ts";
import { KEYS_ID } from "./Plot.tsx";

/** How fingers, or pointer and keys, work on charts; shown with script only. */
export function ChartHint(): VNode {
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

/** Outages that are listed; the others are counted. */
const MAX_LISTED = 3;

/** Props of {@linkcode OutageNotes}. */
interface OutageNotesProps {
  /** Oldest first. */
  outages: readonly Outage[];
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** Explains the shaded parts of charts: the newest interruptions first. */
export function OutageNotes(
  { outages, zone, withDate }: OutageNotesProps,
): VNode | null {
  if (outages.length === 0) return null;
  const listed = outages.slice(-MAX_LISTED).reverse();
  const others = outages.length - listed.length;
  return (
    <ul class="outages note">
      {listed.map((outage) => (
        <li key={outage.from}>
          Shaded: no data, {describeOutage(outage, zone, withDate)}
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
