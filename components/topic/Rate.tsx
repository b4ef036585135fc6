import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";

/** Posts a minute: `41/min`. */
export function Rate({ rate }: { rate: number }): VNode {
  return <>{formatCount(rate)}/min</>;
}
