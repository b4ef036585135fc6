import type { Config } from "../config.ts";
import { StartError } from "./start_error.ts";

/**
 * Listens at once, so that a port that is taken is noticed before anything else
 * is opened. Answers are packed for whoever takes that.
 *
 * @throws {StartError} If the address cannot be listened at.
 */
export function serveWeb(
  { host, port }: Pick<Config, "host" | "port">,
  handler: Deno.ServeHandler<Deno.NetAddr>,
  setting = "PORT",
): Deno.HttpServer<Deno.NetAddr> {
  const options = {
    hostname: host,
    port,
    onListen: () => {},
    automaticCompression: true, // events, and what else says no-transform, are left as they are
  };
  try {
    return Deno.serve(options, handler);
  } catch (cause) {
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new StartError(setting, String(port), "must be free", { cause });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      const rule = "must be one that this user may listen at";
      throw new StartError(setting, String(port), rule, { cause });
    }
    const rule = "must be an address of this machine";
    throw new StartError("HOST", host, rule, { cause });
  }
}
