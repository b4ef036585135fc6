import type { VNode } from "preact";
import { shownSpan, useAddress } from "../components/address/address.ts";
import { live } from "../components/live/store.ts";
import { RangeNav } from "../components/topic/RangeNav.tsx";

/** Props of {@linkcode LiveRange}. */
export interface LiveRangeProps {
  /** What the server was asked for: path and query. */
  address: string;
  /** The time that was rendered, in seconds since the epoch. */
  from: number;
  to: number;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** Choice of the time that the page shows. */
export function LiveRange(
  { address: rendered, from, to, renderedAt }: LiveRangeProps,
): VNode {
  const address = useAddress(rendered);
  const span = shownSpan.value ?? { from, to };
  // By the bucket: links that changed each second would never be the same.
  const now = live.now.value || renderedAt;
  const nowMs = Math.floor(now / 10_000) * 10_000;
  return <RangeNav address={address.value} {...span} nowMs={nowMs} />;
}
