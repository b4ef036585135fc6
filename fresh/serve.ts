import type { ListenOptions } from "./types.ts";

const PORTS = Array.from({ length: 20 }, (_, i) => 8000 + i);

/** Serves until `options.signal` aborts. */
export async function serve(
  handler: Deno.ServeHandler,
  options: ListenOptions,
): Promise<void> {
  const ports = options.port === undefined ? PORTS : [options.port];
  for (const port of ports) {
    try {
      return await Deno.serve({ ...options, port }, handler).finished;
    } catch (error) {
      const isTaken = error instanceof Deno.errors.AddrInUse;
      if (!isTaken || port === ports.at(-1)) throw error;
    }
  }
}
