import type { Zone } from "../../domain/format/format_time.ts";

/** What to call a zone on the page: `UTC`, `Europe/Berlin`. */
export function zoneName(zone: Zone): string {
  if (zone === "UTC") return "UTC";
  return Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");
}
