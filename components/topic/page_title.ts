import { formatCount } from "../../domain/format/format_count.ts";

/**
 * What a browser's tab says of a topic: `41/min · trump · Freshet`.
 *
 * @param rate Null while it is not known: an old one would be taken for a new one.
 */
export function pageTitle(slug: string, rate: number | null): string {
  const now = rate === null ? "" : `${formatCount(rate)}/min · `;
  return `${now}${slug} · Freshet`;
}
