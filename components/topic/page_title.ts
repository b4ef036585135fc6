import { formatCount } from "../../domain/format/format_count.ts";

/** What a browser's tab says of a topic: `41/min · trump · Freshet`. */
export function pageTitle(slug: string, rate: number): string {
  return `${formatCount(rate)}/min · ${slug} · Freshet`;
}
