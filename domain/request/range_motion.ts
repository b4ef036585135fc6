import type { Motion } from "../live/window.ts";
import type { PageRange } from "./range.ts";

/**
 * How what an address asks for goes on with time; null if it does not, since
 * it lies in the past.
 *
 * @param end Of its last bucket, in seconds since the epoch.
 */
export function rangeMotion(
  range: PageRange,
  end: number,
  nowMs: number,
): Motion | null {
  const isCurrent = end > nowMs / 1_000;
  switch (range.kind) {
    case "live":
      return { slides: true, until: null };
    case "all":
      return isCurrent ? { slides: false, until: null } : null;
    case "custom":
      if (range.isOpen) return { slides: false, until: null };
      return isCurrent ? { slides: false, until: range.to } : null;
    default:
      return { slides: true, until: null };
  }
}
