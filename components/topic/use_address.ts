import type { ReadonlySignal } from "@preact/signals";
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { address } from "./address.ts";

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
