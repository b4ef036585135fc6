/** A DNS name has 253 characters at most; more before the path is no host. */
const MAX_AUTHORITY = 320;

const AUTHORITY = /^https?:\/\/([^\/?#\\]*)/i;
const UP_TO_LAST_LETTER = /^.*[\p{L}\p{M}\p{Nd}]/su;
const HOST_NAME = /^(?:[a-z\d_\-]+\.)*[a-z\d_\-]+$/;

/**
 * The host of a web link as it stands in running text, in lower case and without
 * `www.`; null if it has none. Punctuation after the host belongs to the sentence, but `…`
 * says that the link was cut off.
 */
export function hostOf(link: string): string | null {
  const authority = AUTHORITY.exec(link)?.[1] ?? "";
  if (authority.length > MAX_AUTHORITY || authority.endsWith("…")) return null;
  const written = UP_TO_LAST_LETTER.exec(authority)?.[0] ?? "";
  const host = URL.parse(`http://${written}`)?.hostname.replace(/^www\./, "");
  return host !== undefined && HOST_NAME.test(host) ? host : null;
}
