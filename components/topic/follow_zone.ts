import { zone } from "../address/zone.ts";

/** Tells times in the viewer's own zone, unless an address says `zone=utc`. */
export function followZone(address: string): void {
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  zone.value = params.get("zone") === "utc" ? "UTC" : "local";
}
