import { sourceWord } from "./source_word.ts";

/** What to call sources by their keys, which are separated by spaces: `bluesky, mastodon.social`. */
export function sourceNames(keys: string): string {
  return keys.split(" ").map(sourceWord).join(", ");
}
