import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatAgo, formatTime } from "../../domain/format/times.ts";
import { zone, zoneName } from "../address/address.ts";
import { live } from "../live/store.ts";

/** Props of {@linkcode RelativeTime}. */
interface RelativeTimeProps {
  /** ISO 8601. */
  at: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** What follows a span, but not a date. */
  after?: " ago";
}

/** How long ago a time was, with the time as its title; updates while the page is live. */
export function RelativeTime(
  { at, renderedAt, after }: RelativeTimeProps,
): VNode {
  const then = Date.parse(at);
  const text = useComputed(() =>
    formatAgo(then, live.now.value || renderedAt, after)
  );
  if (Number.isNaN(then)) return <time>{at}</time>;
  const [day, time] = (["day", "second"] as const)
    .map((precision) => formatTime(then / 1_000, precision, zone.value));
  return (
    <time dateTime={at} title={`${day}, ${time} ${zoneName(zone.value)}`}>
      {text}
    </time>
  );
}
