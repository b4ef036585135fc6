import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { address } from "../address/address.ts";

/**
 * What the page shows, path and query, as the back button and other islands
 * change it.
 *
 * @param rendered What the server was asked for.
 */
export function useAddress(rendered: string): ReadonlySignal<string> {
  useEffect(() => {
    const stop = new AbortController();
    const read = () => address.value = location.pathname + location.search;
    addEventListener("popstate", read, { signal: stop.signal });
    read();
    return () => stop.abort();
  }, []);
  return useComputed(() => address.value || rendered);
}
