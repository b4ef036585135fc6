import type { VNode } from "preact";
import { formatAgo } from "../../domain/format/format_ago.ts";
import { live } from "../live/live.ts";

/** Props of {@linkcode Ago}. */
export interface AgoProps {
  /** ISO 8601. */
  at: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** How long ago something was; goes on by itself once the page is live. */
export function Ago({ at, renderedAt }: AgoProps): VNode {
  const then = Date.parse(at);
  const now = live.now.value || renderedAt;
  return (
    <time dateTime={at} title={at}>
      {Number.isNaN(then) ? at : formatAgo(then, now)}
    </time>
  );
}
