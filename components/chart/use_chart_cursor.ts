import { useMemo } from "preact/hooks";
import { ChartCursor, type ChartCursorHandlers } from "./cursor.ts";

/** A cursor for all charts of a page; its handlers must stay the same. */
export function useChartCursor(handlers: ChartCursorHandlers): ChartCursor {
  return useMemo(() => new ChartCursor(handlers), []);
}
