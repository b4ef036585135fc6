import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatAgo } from "../../domain/format/format_ago.ts";
import { formatTime } from "../../domain/format/times.ts";
import { zone } from "../address/zone.ts";
import { live } from "../live/live.ts";
import { zoneName } from "../topic/zone_name.ts";

/** Props of {@linkcode Ago}. */
export interface AgoProps {
  /** ISO 8601. */
  at: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** How long ago something was, and as its title when; goes on by itself once the page is live. */
export function Ago({ at, renderedAt }: AgoProps): VNode {
  const then = Date.parse(at);
  const words = useComputed(() =>
    formatAgo(then, live.now.value || renderedAt)
  );
  if (Number.isNaN(then)) return <time>{at}</time>;
  const [day, time] = (["day", "second"] as const)
    .map((precision) => formatTime(then / 1_000, precision, zone.value));
  return (
    <time dateTime={at} title={`${day}, ${time} ${zoneName(zone.value)}`}>
      {words}
    </time>
  );
}
