import { type Context, HttpError } from "fresh";
import type { Session } from "../../domain/topic/topic.ts";
import type { State } from "../../state.ts";
import type { Endpoint, EndpointContext } from "./methods.ts";
import { isOwnPage } from "./request.ts";

/** The part of a context that endpoints for the holder of the token need. */
export type AdminContext =
  & EndpointContext
  & Pick<Context<State>, "params">
  & { readonly info: Pick<Deno.ServeHandlerInfo, "remoteAddr"> };

/**
 * Lets only the holder of the token in: who sends it, or our own page in a
 * session that began with it.
 *
 * @throws {HttpError} 403 if a page of somebody else asks, or nobody may.
 */
export function adminOnly(
  endpoint: Endpoint<AdminContext>,
): Endpoint<AdminContext> {
  return (ctx) => {
    if (isForeign(ctx)) {
      const origin = JSON.stringify(ctx.req.headers.get("origin"));
      throw new HttpError(403, `Not from pages of another site: ${origin}`);
    }
    const { admin } = ctx.state;
    const token = tokenOf(ctx.req);
    const session = sessionOf(ctx.req);
    if (token === null && session !== null && admin.hasSession(session)) {
      if (isOwnPage(ctx)) return endpoint(ctx);
      throw new HttpError(403, "A session is for pages of this site only");
    }
    const admission = admin.admit(token, addressOf(ctx));
    switch (admission.kind) {
      case "admitted":
        return endpoint(ctx);
      case "read-only":
        throw new HttpError(403, "read-only: ADMIN_TOKEN is not set");
      case "refused":
        return refuse(
          401,
          "The token of ADMIN_TOKEN is needed: send it as Authorization: Bearer TOKEN",
          {
            "www-authenticate": 'Bearer realm="topics"',
          },
        );
      case "blocked": {
        const wait = String(admission.retryAfter);
        return refuse(429, `Too many wrong tokens: try again in ${wait} s`, {
          "retry-after": wait,
        });
      }
    }
  };
}

/** Whether a browser says that it asks for a page of another site. */
function isForeign({ req: { headers }, url }: AdminContext): boolean {
  const origin = headers.get("origin");
  if (origin === null || headers.get("sec-fetch-site") === "same-origin") {
    return false;
  }
  return !URL.canParse(origin) || new URL(origin).host !== url.host;
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

const NAME = "freshet_session";

/** The session that a request brings; null if it brings none. */
export function sessionOf(
  { headers }: Pick<Request, "headers">,
): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === NAME && value) return value;
  }
  return null;
}

/**
 * What makes a browser keep a session, for pages of this site only; null makes
 * it forget the one it has.
 */
export function sessionCookie(
  session: Session | null,
  isSecure: boolean,
): string {
  const { value, seconds } = session ?? { value: "", seconds: 0 };
  const secure = isSecure ? "; Secure" : "";
  return `${NAME}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; ` +
    `SameSite=Strict${secure}`;
}

/** The network address that a request came from; empty if it has none. */
export function addressOf(
  { info: { remoteAddr } }: Pick<AdminContext, "info">,
): string {
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}
