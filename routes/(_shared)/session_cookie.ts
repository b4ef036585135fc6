import type { Session } from "../../domain/topic/session.ts";

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
