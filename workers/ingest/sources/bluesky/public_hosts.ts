/** The public instances of Jetstream, in the order in which they are tried. */
export const PUBLIC_HOSTS: readonly string[] = [
  "jetstream.us-east.bsky.network",
  "jetstream.us-west.bsky.network",
  "jetstream1.us-east.bsky.network",
  "jetstream2.us-east.bsky.network",
  "jetstream1.us-west.bsky.network",
  "jetstream2.us-west.bsky.network",
];
