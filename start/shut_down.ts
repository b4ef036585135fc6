import { waitAtMost } from "../workers/signals.ts";

/** How long open connections may take to end. */
const SHUTDOWN_MS = 5_000;

/** Takes no new connections, and waits a little for those that are open. */
export async function shutDown(
  server: Pick<Deno.HttpServer, "shutdown">,
): Promise<void> {
  await waitAtMost(SHUTDOWN_MS, [server.shutdown()]);
}
