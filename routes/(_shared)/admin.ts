import { type Context, HttpError } from "fresh";
import type { Session } from "../../domain/topic/topic.ts";
import type { State } from "../../state.ts";
import type { Endpoint, EndpointContext } from "./methods.ts";
import { isOwnPage } from "./request.ts";

/** The part of a context that admin endpoints need. */
export type AdminContext =
  & EndpointContext
  & Pick<Context<State>, "params">
  & { readonly info: Pick<Deno.ServeHandlerInfo, "remoteAddr"> };

/**
 * Requires the admin token, or a session from one of our own pages.
 *
 * @throws {HttpError} 403 for a page of another site, or if no token is configured.
 */
export function adminOnly(
  endpoint: Endpoint<AdminContext>,
): Endpoint<AdminContext> {
  return async (ctx) => {
    if (ctx.req.headers.has("origin") && !isOwnPage(ctx)) {
      const origin = JSON.stringify(ctx.req.headers.get("origin"));
      throw new HttpError(
        403,
        `Requests from other sites are not allowed: ${origin}`,
      );
    }
    const { admin } = ctx.state;
    const token = tokenOf(ctx.req);
    const session = sessionOf(ctx.req);
    if (token === null && session && await admin.hasSession(session)) {
      if (isOwnPage(ctx)) return await endpoint(ctx);
      throw new HttpError(403, "Sessions are only valid on pages of this site");
    }
    const admission = admin.admit(token, addressOf(ctx));
    switch (admission.kind) {
      case "admitted":
        return await endpoint(ctx);
      case "read-only":
        throw new HttpError(403, "read-only: ADMIN_TOKEN is not set");
      case "refused":
        return refuse(
          401,
          "Missing or wrong token: send ADMIN_TOKEN as Authorization: Bearer TOKEN",
          { "www-authenticate": 'Bearer realm="topics"' },
        );
      case "blocked": {
        const wait = String(admission.retryAfter);
        const message = `Too many wrong tokens: try again in ${wait} s`;
        return refuse(429, message, { "retry-after": wait });
      }
    }
  };
}

function tokenOf({ headers }: Request): string | null {
  const given = headers.get("authorization") ?? "";
  return /^bearer +(\S.*)$/i.exec(given)?.[1]?.trimEnd() ?? null;
}

function refuse(
  status: 401 | 429,
  error: string,
  headers: Record<string, string>,
): Response {
  return Response.json({ error }, { status, headers });
}

const COOKIE = "freshet_session";

/** The session of a request; null without one. */
export function sessionOf(
  { headers }: Pick<Request, "headers">,
): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === COOKIE && value) return value;
  }
  return null;
}

/** The `Set-Cookie` header that starts a session, for pages of this site only; null ends it. */
export function sessionCookie(
  session: Session | null,
  isSecure: boolean,
): string {
  const { value, seconds } = session ?? { value: "", seconds: 0 };
  const secure = isSecure ? "; Secure" : "";
  return `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; ` +
    `SameSite=Strict${secure}`;
}

/** The IP address of the client; empty if it has none. */
export function addressOf(
  { info: { remoteAddr } }: Pick<AdminContext, "info">,
): string {
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}
