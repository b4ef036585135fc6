import type { PostFilter } from "../post/search.ts";
import { TIME_PARAMETERS } from "./address.ts";
import { filterParams } from "./posts.ts";
import type { CalendarUnit } from "../time/calendar.ts";
import type { TimeRange } from "../time/range.ts";

/** What a page shows at a moment. */
export interface ShownTime extends TimeRange {
  /** Path and query. */
  readonly address: string;
  /** Seconds that a bucket spans. */
  readonly step: number;
  /** The unit of the calendar that a bucket spans, if any. */
  readonly per?: CalendarUnit | undefined;
  /** As addresses have it: `UTC`, `Europe/Berlin`. */
  readonly zone: string;
  /** In epoch milliseconds. */
  readonly nowMs: number;
  /** Which posts are counted. @default all */
  readonly filter?: PostFilter;
}

/** The address of the same page that keeps showing this time, in this zone: absolute `from` and `to`. */
export function frozenAddress(shown: ShownTime): string {
  const [path, query] = shown.address.split("?");
  const params = new URLSearchParams(query);
  for (const name of [...TIME_PARAMETERS, "before"]) params.delete(name);
  for (const [name, value] of frozenTimes(shown)) params.set(name, value);
  if (shown.per) params.set("per", shown.per);
  params.set("zone", shown.zone);
  return `${path}?${String(params).replaceAll("%2C", ",")}`;
}

/** Address of the numbers of a topic's charts as CSV, in the buckets that they show. */
export function seriesAddress(
  slug: string,
  shown: ShownTime,
  { bySource = false }: { bySource?: boolean } = {},
): string {
  const { per, zone, step } = shown;
  const params = new URLSearchParams({
    topic: slug,
    ...Object.fromEntries(frozenTimes(shown)),
    ...(per ? { per, zone } : { step: String(step) }),
    ...(bySource && { by: "source" }),
    ...filterParams(shown.filter ?? {}),
    format: "csv",
  });
  return `/api/series?${params}`;
}

/** Address of what says where the posts of a topic come from. */
export function provenanceAddress(slug: string, shown: ShownTime): string {
  const params = new URLSearchParams({
    topic: slug,
    ...Object.fromEntries(frozenTimes(shown)),
    zone: shown.zone,
    ...filterParams(shown.filter ?? {}),
    provenance: "1",
  });
  return `/api/export?${params}`;
}

/**
 * `from` and `to` as the address has them, which need not be the edges of
 * buckets; else those of the buckets, none of them in the future.
 */
function frozenTimes(
  { address, from, to, nowMs }: ShownTime,
): [name: "from" | "to", value: string][] {
  const asked = new URLSearchParams(address.split("?")[1]);
  const end = Math.max(from + 1, Math.min(to, Math.floor(nowMs / 1_000)));
  return [
    ["from", asked.get("from") || String(from)],
    ["to", asked.get("to") || String(end)],
  ];
}
