import { formatNumber } from "../../domain/format/numbers.ts";

/** Events a second: `41 posts/s`, `0.4 posts/s`. */
export function rateWords(rate: number): string {
  const options = { minimumFractionDigits: 0 };
  return `${formatNumber(rate, rate < 10 ? 1 : 0, options)}\u00a0posts/s`;
}

/** What to call sources by their keys, which are separated by spaces: `bluesky, mastodon.social`. */
export function sourceNames(keys: string): string {
  return keys.split(" ").map(sourceWord).join(", ");
}

/** What to call a source by its key: `bluesky`, `mastodon.social`, `file:posts.ndjson`. */
export function sourceWord(key: string): string {
  return key.replace(/:$/, "").replace(/^[a-z]+:\/\//, "");
}
