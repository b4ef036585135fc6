import type { VNode } from "preact";
import { shownSpan, useAddress } from "../components/address/address.ts";
import { live } from "../components/live/store.ts";
import { RangeNav } from "../components/topic/RangeNav.tsx";

/** Props of {@linkcode LiveRange}. */
export interface LiveRangeProps {
  /** Path and query as requested from the server. */
  address: string;
  /** The rendered time range, in seconds since the epoch. */
  from: number;
  to: number;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** Selects the time range of the page. */
export function LiveRange(
  { address: rendered, from, to, renderedAt }: LiveRangeProps,
): VNode {
  const address = useAddress(rendered);
  const span = shownSpan.value ?? { from, to };
  // Rounded, so that links do not change each second.
  const now = live.now.value || renderedAt;
  const nowMs = Math.floor(now / 10_000) * 10_000;
  return <RangeNav address={address.value} {...span} nowMs={nowMs} />;
}
