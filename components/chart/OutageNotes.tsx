import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import { outageWords } from "./outage_words.ts";

/** Outages that are told one by one; the others are counted. */
const MOST_TOLD = 3;

/** Props of {@linkcode OutageNotes}. */
export interface OutageNotesProps {
  /** Oldest first. */
  outages: readonly Outage[];
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** Names what the charts show as shaded: the newest interruptions first. */
export function OutageNotes(
  { outages, zone, withDate }: OutageNotesProps,
): VNode | null {
  if (outages.length === 0) return null;
  const told = outages.slice(-MOST_TOLD).reverse();
  const others = outages.length - told.length;
  return (
    <ul class="outages note">
      {told.map((outage) => (
        <li key={outage.from}>
          No data where it is shaded: {outageWords(outage, zone, withDate)}
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
