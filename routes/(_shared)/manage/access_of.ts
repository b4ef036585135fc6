import type { Access } from "../../../components/manage/manage_props.ts";
import type { EndpointContext } from "../methods.ts";
import { sessionOf } from "../session_cookie.ts";

/** What somebody who asks for a page may do with topics. */
export function accessOf(
  { req, state: { admin } }: Pick<EndpointContext, "req" | "state">,
): Access {
  if (admin.admit(null, "").kind === "read-only") return "read-only";
  const session = sessionOf(req);
  return session !== null && admin.hasSession(session)
    ? "signed-in"
    : "signed-out";
}
