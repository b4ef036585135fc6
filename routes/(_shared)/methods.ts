import type { Context } from "fresh";
import type { State } from "../../state.ts";

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
] as const;

/** A request method. */
export type Method = typeof METHODS[number];

/** The part of a context that endpoints need. */
export type EndpointContext = Pick<Context<State>, "req" | "state" | "url">;

/** Handles a request. */
export type Endpoint<C = EndpointContext> = (
  ctx: C,
) => Response | Promise<Response>;

/**
 * Handlers of every method: HEAD is GET without the body, OPTIONS lists the
 * allowed methods, and the others get 405.
 */
export function answerMethods<C extends Pick<EndpointContext, "req">>(
  given: Partial<Record<Method, Endpoint<C>>>,
): Record<Method, Endpoint<C>> {
  const { GET } = given;
  const answers = { ...given, ...(GET && { HEAD: headOf(GET) }) };
  const allow = METHODS.filter((method) => answers[method]).join(", ");
  const headers = { allow };
  const refuse: Endpoint<C> = ({ req }) => {
    const error = `Method ${req.method} is not allowed: use ${allow}`;
    return Response.json({ error }, { status: 405, headers });
  };
  const OPTIONS = () => new Response(null, { status: 204, headers });
  const { POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } =
    answers;
  const HEAD = answers.HEAD ?? refuse;
  return { GET: GET ?? refuse, HEAD, POST, PUT, PATCH, DELETE, OPTIONS };
}

function headOf<C>(get: Endpoint<C>): Endpoint<C> {
  return async (ctx) => {
    const response = await get(ctx);
    await response.body?.cancel();
    return new Response(null, response);
  };
}

/** Handlers of an endpoint that only has GET. */
export function getOnly<
  C extends Pick<EndpointContext, "req"> = EndpointContext,
>(
  get: Endpoint<C>,
): Record<Method, Endpoint<C>> {
  return answerMethods({ GET: get });
}
