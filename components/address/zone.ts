import { type Signal, signal } from "@preact/signals";
import type { Zone } from "../../domain/format/times.ts";

/** The viewer's own; asking for it takes a while. */
let local: string | undefined;

/** What to call a zone on the page: `UTC`, `Europe/Berlin`. */
export function zoneName(zone: Zone): string {
  if (zone === "UTC") return "UTC";
  return local ??= Intl.DateTimeFormat().resolvedOptions().timeZone
    .replaceAll("_", " ");
}

/** Tells times in the viewer's own zone, unless an address says `zone=utc`. */
export function followZone(address: string): void {
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  zone.value = params.get("zone") === "utc" ? "UTC" : "local";
}

/** In which zone live times are told: UTC as the server wrote them, the viewer's own once script runs. */
export const zone: Signal<Zone> = signal("UTC");
