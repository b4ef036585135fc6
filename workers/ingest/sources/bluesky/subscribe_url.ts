import { findScheme } from "../shared.ts";

/**
 * The address of an instance's stream of posts.
 *
 * @param host `name[:port]`
 * @param cursor Where to go on, in microseconds of its clock; null: at the newest.
 */
export async function subscribeUrl(
  host: string,
  cursor: number | null,
): Promise<string> {
  const scheme = await findScheme(host) === "https" ? "wss" : "ws";
  const url = new URL(`${scheme}://${host}/subscribe`);
  url.searchParams.set("wantedCollections", "app.bsky.feed.post");
  if (cursor !== null) url.searchParams.set("cursor", String(cursor));
  return url.href;
}
