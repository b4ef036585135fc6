import { formatNumber } from "../../domain/format/numbers.ts";

/** Posts per second: `41 posts/s`, `0.4 posts/s`. */
export function rateWords(rate: number): string {
  const options = { minimumFractionDigits: 0 };
  return `${formatNumber(rate, rate < 10 ? 1 : 0, options)}\u00a0posts/s`;
}

/** Names of sources, given their keys separated by spaces: `bluesky, mastodon.social`. */
export function sourceNames(keys: string): string {
  return keys.split(" ").map(sourceWord).join(", ");
}

/** Name of a source, given its key: `bluesky`, `mastodon.social`, `file:posts.ndjson`. */
export function sourceWord(key: string): string {
  return key.replace(/:$/, "").replace(/^[a-z]+:\/\//, "");
}
