/** A status as the server holds it; more is allowed. */
export interface ServerStatus {
  readonly id: string;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly content: string;
  readonly visibility: string;
  readonly language: string | null;
  readonly uri: string;
  readonly url: string | null;
  readonly spoiler_text: string;
  readonly reblog: unknown;
  readonly account: { readonly acct: string };
  readonly tags: readonly { readonly name: string }[];
  readonly mentions: readonly { readonly acct: string }[];
}

/** The id that Mastodon gives to a status of that moment. */
export function serverId(atMs: number, serial = 0): string {
  return String((BigInt(atMs) << 16n) + BigInt(serial & 0xFFFF));
}

/** Makes a status up, but for what is given. */
export function makeStatus(
  id: string,
  given: Partial<ServerStatus> = {},
): ServerStatus {
  return {
    id,
    created_at: new Date().toISOString(),
    edited_at: null,
    content: `<p>status ${id}</p>`,
    visibility: "public",
    language: "en",
    uri: `https://social.example/users/ann/statuses/${id}`,
    url: `https://social.example/@ann/${id}`,
    spoiler_text: "",
    reblog: null,
    account: { acct: "ann" },
    tags: [],
    mentions: [],
    ...given,
  };
}

/** Whether a status is older than another, by their ids. */
export function isOlder(one: string, other: string): boolean {
  return one.length === other.length ? one < other : one.length < other.length;
}
