import { type Signal, signal } from "@preact/signals";
import type { Zone } from "../../domain/format/times.ts";
import { queryOf } from "./address.ts";

/** The viewer's own zone, cached: looking it up is slow. */
let local: string | undefined;

/** Name of a zone: `UTC`, `Europe/Berlin`. */
export function zoneName(zone: Zone): string {
  if (zone === "UTC") return "UTC";
  return local ??= Intl.DateTimeFormat().resolvedOptions().timeZone
    .replaceAll("_", " ");
}

/** Sets the zone to the viewer's own, unless an address says `zone=utc`. */
export function followZone(address: string): void {
  zone.value = queryOf(address).get("zone") === "utc" ? "UTC" : "local";
}

/** The zone of all times on the page: UTC on the server, the viewer's own once script runs. */
export const zone: Signal<Zone> = signal("UTC");
