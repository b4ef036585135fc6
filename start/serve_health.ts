import type { Config } from "../config.ts";
import type { Metrics } from "./metrics.ts";
import { serveWeb } from "./serve_web.ts";

/** What a worker is asked for at `HEALTH_PORT`. */
export interface HealthParts {
  readonly metrics: Pick<Metrics, "read">;
  /** What cannot be reached, such as `database`; empty if all is well. */
  readonly findUnready: () => Promise<string[]>;
}

/**
 * Answers `/healthz`, `/readyz` and `/metrics` of a worker that has no pages.
 * Listens only if `HEALTH_PORT` is set, so that many may run on one machine.
 *
 * @throws {StartError} If the address cannot be listened at.
 */
export function serveHealth(
  { host, healthPort }: Pick<Config, "host" | "healthPort">,
  { metrics, findUnready }: HealthParts,
): AsyncDisposable {
  if (healthPort === null) {
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const address = { host, port: healthPort };
  return serveWeb(address, async (request) => {
    switch (new URL(request.url).pathname) {
      case "/healthz":
        return Response.json({ ok: true });
      case "/readyz": {
        const unreachable = await findUnready();
        const ok = unreachable.length === 0;
        const status = ok ? 200 : 503;
        return Response.json(ok ? { ok } : { ok, unreachable }, { status });
      }
      case "/metrics":
        return new Response(await metrics.read(), {
          headers: { "content-type": "text/plain; version=0.0.4" },
        });
    }
    return Response.json({ error: "There is no such page" }, { status: 404 });
  }, "HEALTH_PORT");
}
