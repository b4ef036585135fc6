import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";

/** Replaces the page of a topic that was removed while it was open. */
export function Gone({ slug }: { slug: string }): VNode {
  return (
    <p class="quiet gone" role="status">
      The topic <b>{slug}</b> was removed. <a href="/">All topics</a>
    </p>
  );
}

/**
 * Title of a topic's page: `41/min · trump · Freshet`.
 *
 * @param rate Null if it is unknown or may be stale.
 */
export function pageTitle(slug: string, rate: number | null): string {
  const prefix = rate === null ? "" : `${formatCount(rate)}/min · `;
  return `${prefix}${slug} · Freshet`;
}
