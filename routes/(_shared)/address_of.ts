import type { AdminContext } from "./admin.ts";

/** The network address that a request came from; empty if it has none. */
export function addressOf(
  { info: { remoteAddr } }: Pick<AdminContext, "info">,
): string {
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}
