import {
  type ReadonlySignal,
  type Signal,
  signal,
  useComputed,
} from "@preact/signals";
import { useEffect } from "preact/hooks";
import { withParams } from "../../domain/request/parameters.ts";

/** To what was shown before the last zoom; to the live window from an address that was opened as it is. */
export function goBack(address: string): void {
  if (history.state?.zoomed) return history.back();
  visit(withParams(address, { from: null, to: null }));
}

/** What an entry of the browser's history remembers besides its address. */
interface VisitState {
  /** Whether it was made by zooming: then the entry before it shows more. */
  readonly zoomed?: boolean;
}

/** Shows another address without a reload: the browser's back button leads to the one before. */
export function visit(next: string, state: VisitState = {}): void {
  if (next === address.peek()) return;
  history.pushState(state, "", next);
  address.value = next;
}

/** What a link does when it is clicked, unless that asks the browser for a new tab, a window or a download. */
export function onPlainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    act();
  };
}

/** What a page's charts show, in seconds since the epoch; null until the page has started. */
export const shownSpan: Signal<
  { readonly from: number; readonly to: number } | null
> = signal(null);

/**
 * What the page shows, path and query, as the back button and other islands
 * change it.
 *
 * @param rendered What the server was asked for.
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

/**
 * What the page shows: its path and query. Empty on the server, and in the
 * browser until the page has started.
 */
export const address: Signal<string> = signal("");
