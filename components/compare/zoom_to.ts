import { compareAddress } from "../../domain/request/compare_address.ts";
import type { ChartCursorHandlers } from "../chart/chart_cursor.ts";

/** Goes to the time that was chosen on a chart, and back to what was shown before. */
export function zoomTo(slugs: readonly string[]): ChartCursorHandlers {
  function addressAt(changes: Readonly<Record<string, string | null>>): string {
    const { topics: _, ...others } = Object.fromEntries(
      new URLSearchParams(location.search),
    );
    return compareAddress(slugs, { ...others, ...changes });
  }
  return {
    zoom: ({ from, to }) =>
      location.assign(
        addressAt({ range: null, from: String(from), to: String(to) }),
      ),
    back() {
      if (!new URLSearchParams(location.search).has("from")) return;
      const before = new URL(document.referrer || "about:blank");
      const isOwn = before.origin === location.origin &&
        before.pathname === location.pathname;
      if (isOwn) history.back();
      else location.assign(addressAt({ from: null, to: null }));
    },
  };
}
