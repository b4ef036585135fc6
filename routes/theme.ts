import { isOwnPath } from "../domain/request/security.ts";
import { nextTheme, readTheme, themeCookie } from "../domain/request/theme.ts";
import { define } from "../state.ts";

/** Switches to the next theme, and redirects back. */
export const handler = define.handlers({
  POST({ req, url }) {
    const theme = nextTheme(readTheme(req.headers.get("cookie")));
    const from = URL.parse(req.headers.get("referer") ?? "");
    const path = from?.host === url.host ? from.pathname + from.search : "/";
    const back = isOwnPath(path) ? path : "/";
    return new Response(null, {
      status: 303,
      headers: { location: back, "set-cookie": themeCookie(theme) },
    });
  },
});
