import { serveHttp } from "../../../start/web/http.ts";
import { shutdownSignal } from "../../../start/role.ts";

/** A server in a process of its own, whose descriptors a test may limit. */
if (import.meta.main) {
  shutdownSignal(); // as every role does: Deno needs descriptors for it
  const addr = {
    transport: "tcp" as const,
    hostname: "127.0.0.1",
    port: Number(Deno.args[0]),
  };
  const answer = () => new Response("hello");
  await serveHttp(addr, answer, { patienceMs: 1_000, watchMs: 300 });
}
