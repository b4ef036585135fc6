import type { Context } from "fresh";
import type { State } from "../../state.ts";

const ALLOW = "GET, HEAD";

/** The part of a context that endpoints need. */
export type EndpointContext = Pick<Context<State>, "req" | "state" | "url">;

/** Answers a request. */
export type Endpoint = (
  ctx: EndpointContext,
) => Response | Promise<Response>;

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** An endpoint that can only be read: HEAD answers without the body, other methods are refused. */
export function getOnly(get: Endpoint): Record<Method, Endpoint> {
  return {
    GET: get,
    async HEAD(ctx) {
      const response = await get(ctx);
      await response.body?.cancel();
      return new Response(null, response);
    },
    OPTIONS: () =>
      new Response(null, { status: 204, headers: { allow: ALLOW } }),
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
  };
}

function refuse({ req }: EndpointContext): Response {
  const error = `Method ${req.method} is not allowed: use ${ALLOW}`;
  return Response.json({ error }, { status: 405, headers: { allow: ALLOW } });
}
