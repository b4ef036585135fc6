import type { Config } from "../config.ts";
import { StartError } from "./start_error.ts";

/**
 * Listens at once, so that a port that is taken is noticed before anything else
 * is opened.
 *
 * @throws {StartError} If the address cannot be listened at.
 */
export function serveWeb(
  { host, port }: Pick<Config, "host" | "port">,
  handler: Deno.ServeHandler<Deno.NetAddr>,
  setting = "PORT",
): Deno.HttpServer<Deno.NetAddr> {
  const onListen = () => {};
  try {
    return Deno.serve({ hostname: host, port, onListen }, handler);
  } catch (cause) {
    const options = { cause };
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new StartError(setting, String(port), "must be free", options);
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      const rule = "must be one that this user may listen at";
      throw new StartError(setting, String(port), rule, options);
    }
    const rule = "must be an address of this machine";
    throw new StartError("HOST", host, rule, options);
  }
}
