import {
  type ReadonlySignal,
  type Signal,
  signal,
  useComputed,
} from "@preact/signals";
import { useEffect } from "preact/hooks";
import { withParams } from "../../domain/request/address.ts";
import { DAY } from "../../domain/time/range.ts";
import { knownZone, type Zone } from "../../domain/time/zones.ts";

/** The viewer's own zone, cached: looking it up is slow. */
let local: string | undefined;

/** A zone as the API takes it: `UTC`, `America/New_York`. */
export function zoneId(zone: Zone): string {
  if (zone !== "local") return zone;
  return local ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Name of a zone: `UTC`, `America/New York`. */
export function zoneName(zone: Zone): string {
  return zoneId(zone).replaceAll("_", " ");
}

/** Sets the zone to the one that an address names, else to the viewer's own. */
export function followZone(address: string): void {
  const name = queryOf(address).get("zone");
  zone.value = name && knownZone(name) || "local";
}

/** The zone of all times on the page: UTC on the server, the viewer's own once script runs. */
export const zone: Signal<Zone> = signal("UTC");

/** The query of an address. */
export function queryOf(address: string): URLSearchParams {
  return new URLSearchParams(address.split("?")[1]);
}

/**
 * Undoes the last zoom; if the page was opened zoomed, shows the live window, or
 * everything if what is shown is more than a day old.
 */
export function goBack(address: string): void {
  if (history.state?.zoomed) return history.back();
  const isPast = (shownSpan.peek()?.to ?? Infinity) < Date.now() / 1_000 - DAY;
  const range = isPast ? { range: "all" } : {};
  visit(withParams(address, { from: null, to: null, ...range }));
}

/** State of an entry in the browser's history. */
interface VisitState {
  /** Whether it is a zoom of the entry before it. */
  readonly zoomed?: boolean;
}

/** Shows another address of the page without a reload, as a new entry of the history. */
export function visit(next: string, state: VisitState = {}): void {
  if (next === address.peek()) return;
  history.pushState(state, "", next);
  address.value = next;
}

/** A handler for clicks on a link, except those that ask for a new tab, a window or a download. */
export function onPlainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    act();
  };
}

/** The time range of the page's charts, in seconds since the epoch; null until the page has started. */
export const shownSpan: Signal<
  { readonly from: number; readonly to: number } | null
> = signal(null);

/**
 * Path and query of the page; follows the back button and other islands.
 *
 * @param rendered As requested from the server.
 */
export function useAddress(rendered: string): ReadonlySignal<string> {
  useEffect(() => {
    // Fresh marks entries of its own client navigation, which we do not use, and reloads on Back.
    if (history.state?.fClientNav) history.replaceState({}, "");
    const stop = new AbortController();
    const read = () => address.value = location.pathname + location.search;
    addEventListener("popstate", read, { signal: stop.signal });
    read();
    return () => stop.abort();
  }, []);
  return useComputed(() => address.value || rendered);
}

/** Path and query of the page; empty on the server, and in the browser until the page has started. */
export const address: Signal<string> = signal("");
