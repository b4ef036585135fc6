import { HttpError } from "fresh";
import { QuerySyntaxError } from "../../domain/query/query.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import { FieldError } from "../../domain/topic/input.ts";
import { TooManyViewersError } from "../../live/feed.ts";
import { define } from "../../state.ts";

/** Answers errors of the client in JSON; all others go to the error page. */
export const handler = define.middleware(async (ctx) => {
  const response = await ctx.next().catch(toResponse);
  if (!response.headers.has("cache-control")) {
    response.headers.set("cache-control", "no-store");
  }
  return response;
});

function toResponse(error: unknown): Response {
  if (error instanceof ParameterError) return refuse(400, error);
  if (error instanceof FieldError) return refuse(400, error);
  if (error instanceof QuerySyntaxError) {
    const { message, position } = error;
    return Response.json({ error: message, position }, { status: 400 });
  }
  if (error instanceof TooManyViewersError) {
    return refuse(503, error, { "retry-after": String(error.retryAfter) });
  }
  if (error instanceof HttpError && error.status < 500) {
    return refuse(error.status, error);
  }
  throw error;
}

function refuse(
  status: number,
  { message }: Error,
  headers: HeadersInit = {},
): Response {
  return Response.json({ error: message }, { status, headers });
}
