/** What to call a source by its key: `bluesky`, `mastodon.social`, `file:posts.ndjson`. */
export function sourceWord(key: string): string {
  return key.replace(/:$/, "").replace(/^[a-z]+:\/\//, "");
}
