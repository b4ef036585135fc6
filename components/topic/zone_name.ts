import type { Zone } from "../../domain/format/times.ts";

/** The viewer's own; asking for it takes a while. */
let local: string | undefined;

/** What to call a zone on the page: `UTC`, `Europe/Berlin`. */
export function zoneName(zone: Zone): string {
  if (zone === "UTC") return "UTC";
  return local ??= Intl.DateTimeFormat().resolvedOptions().timeZone
    .replaceAll("_", " ");
}
