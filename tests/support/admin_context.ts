import type { TopicAdmin } from "../../state.ts";
import type { AdminContext } from "../../routes/(_shared)/admin.ts";
import { endpointContext } from "./endpoint_context.ts";

/** What an endpoint is given for `path` when the holder of the token asks; `given` is what may be done. */
export function adminContext(
  path: string,
  given: Partial<TopicAdmin> = {},
  init: RequestInit = {},
): AdminContext {
  const { state, ...ctx } = endpointContext(path, {}, {
    headers: { "content-type": "application/json" },
    ...init,
  });
  const admit = () => ({ kind: "admitted" }) as const;
  return {
    ...ctx,
    state: { ...state, admin: { ...state.admin, admit, ...given } },
    params: { slug: decodeURI(ctx.url.pathname.split("/")[3] ?? "") },
    info: {
      remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 7 },
    },
  };
}
