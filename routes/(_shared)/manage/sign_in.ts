import { addressOf } from "../address_of.ts";
import type { AdminContext } from "../admin.ts";
import { isOverTls } from "../is_over_tls.ts";
import { sessionCookie } from "../session_cookie.ts";
import { FormRefusal } from "./form_refusal.ts";

/**
 * Begins a session of who sends the token.
 *
 * @returns What makes the browser keep it.
 * @throws {FormRefusal} If the token is wrong, too many were, or there is none.
 */
export function signIn(ctx: AdminContext, token: string | null): string {
  const { admin } = ctx.state;
  const admission = admin.admit(token || null, addressOf(ctx));
  switch (admission.kind) {
    case "admitted":
      return sessionCookie(admin.beginSession(), isOverTls(ctx));
    case "read-only":
      throw refusal(403, "Read-only: ADMIN_TOKEN is not set");
    case "refused":
      throw refusal(401, token ? "That is not the token" : "Type the token");
    case "blocked": {
      const wait = String(admission.retryAfter);
      const message = `Too many wrong tokens: try again in ${wait} s`;
      throw refusal(429, message, { "retry-after": wait });
    }
  }
}

function refusal(
  status: 401 | 403 | 429,
  message: string,
  headers: Record<string, string> = {},
): FormRefusal {
  return new FormRefusal(
    status,
    { field: "token", message, position: null },
    headers,
  );
}
