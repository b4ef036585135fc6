import type { EndpointContext } from "./methods.ts";

/**
 * Whether a browser says that a page of this server asks. Who says nothing is
 * none of its pages: browsers say it of each POST.
 *
 * A proxy may speak to us over plain http and by another name. What a browser
 * makes of the addresses that it knows (`Sec-Fetch-Site`) is right in any case;
 * where it does not say that, the name that the proxy passes on is compared.
 * No page can set these headers.
 */
export function isOwnPage(
  { req: { headers }, url }: Pick<EndpointContext, "req" | "url">,
): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "none") return site === "same-origin";
  const origin = headers.get("origin") ?? "";
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const passedOn = headers.get("x-forwarded-host")?.split(",")[0]?.trim();
  return host !== "" && (host === url.host || host === passedOn);
}
