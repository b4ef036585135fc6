const MASK = "***";

/** A database's address as logs and errors may show it, also where it cannot be understood. */
export function maskDatabaseUrl(url: string): string {
  if (url.startsWith("sqlite:")) return url;
  const scheme = /^\w*:\/\//.exec(url)?.[0] ?? "";
  const at = url.lastIndexOf("@");
  const place = maskOptions(url.slice(at < 0 ? scheme.length : at));
  if (at < 0) return scheme + place.replace(/:(?!\d+(\/|$)).*/s, `:${MASK}`);
  const [user, ...password] = url.slice(scheme.length, at).split(":");
  return scheme + user + (password.length > 0 ? `:${MASK}` : "") + place;
}

/** Some write a password there. */
function maskOptions(text: string): string {
  return text.replace(/([?&](?!ssl=)[^=&]*=)[^&]*/g, `$1${MASK}`);
}
