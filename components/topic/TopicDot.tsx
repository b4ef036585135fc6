import type { VNode } from "preact";
import { safeColor } from "./safe_color.ts";

/** A topic's color beside its name. */
export function TopicDot({ color }: { color: string }): VNode {
  return (
    <svg class="dot" viewBox="0 0 8 8" aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill={safeColor(color)} />
    </svg>
  );
}
