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
): Deno.HttpServer<Deno.NetAddr> {
  const onListen = () => {};
  try {
    return Deno.serve({ hostname: host, port, onListen }, handler);
  } catch (cause) {
    const [setting, value, rule] = cause instanceof Deno.errors.AddrInUse
      ? ["PORT", String(port), "must be free"]
      : ["HOST", host, "must be an address of this machine"];
    throw new StartError(setting!, value!, rule!, { cause });
  }
}
