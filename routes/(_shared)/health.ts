import { describeReadiness } from "../../domain/pipeline/pipeline.ts";
import type { State } from "../../state.ts";
import { getOnly, type Method } from "./methods.ts";

/** What the endpoints of {@linkcode HEALTH} need. */
export interface HealthContext {
  readonly req: Request;
  readonly state: Pick<State, "findUnready" | "readMetrics">;
}

const FRESH = { "cache-control": "no-store" };

/** Endpoints about the process, of pages and workers alike, by path. */
export const HEALTH = {
  /** Liveness: the process answers. */
  "/healthz": getOnly<HealthContext>(() =>
    Response.json({ ok: true }, { headers: FRESH })
  ),
  /** Readiness: what the process is for gets done. */
  "/readyz": getOnly<HealthContext>(async ({ state }) => {
    const { body, status } = describeReadiness(await state.findUnready());
    return Response.json(body, { status, headers: FRESH });
  }),
  /** Prometheus metrics. */
  "/metrics": getOnly<HealthContext>(async ({ state }) =>
    new Response(await state.readMetrics(), {
      headers: {
        ...FRESH,
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
      },
    })
  ),
};

/** Answers a request for one of {@linkcode HEALTH}; null for another path. */
export function answerHealth(
  context: HealthContext,
): Response | Promise<Response> | null {
  const { pathname } = new URL(context.req.url);
  if (!isEndpoint(pathname)) return null;
  const answers = HEALTH[pathname];
  const answer = answers[context.req.method as Method] ?? answers.PUT; // 405
  return answer(context);
}

function isEndpoint(path: string): path is keyof typeof HEALTH {
  return Object.hasOwn(HEALTH, path);
}
