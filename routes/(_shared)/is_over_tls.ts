import type { EndpointContext } from "./methods.ts";

/** Whether a browser reaches this server by https, be it through a proxy. */
export function isOverTls(
  { req: { headers }, url }: Pick<EndpointContext, "req" | "url">,
): boolean {
  return url.protocol === "https:" ||
    headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https" ||
    (headers.get("origin") ?? "").startsWith("https:");
}
