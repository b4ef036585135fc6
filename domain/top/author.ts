import { isKeptBack } from "../post/export.ts";

/** How many characters of a digest name an author. */
const LENGTH = 12;

/**
 * What an author is called in lists. Those of sources whose terms keep people
 * from being handed on have a digest for a name, which only the holder of the
 * key could make from it: the same author has the same one everywhere.
 */
export async function listedAuthor(
  { source, author }: { readonly source: string; readonly author: string },
  key: string,
): Promise<{ name: string; isHashed: boolean }> {
  if (!isKeptBack(source)) return { name: author, isHashed: false };
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey(
    "raw",
    encoder.encode(key),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const text = encoder.encode(`${source} ${author.toLowerCase()}`);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, text));
  return { name: digest.toHex().slice(0, LENGTH), isHashed: true };
}
