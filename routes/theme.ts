import { nextTheme, readTheme, themeCookie } from "../domain/request/theme.ts";
import { define } from "../state.ts";

/** Switches to the next theme, and redirects back. */
export const handler = define.handlers({
  POST({ req, url }) {
    const theme = nextTheme(readTheme(req.headers.get("cookie")));
    const from = req.headers.get("referer") ?? "";
    const back = URL.canParse(from) && new URL(from).host === url.host
      ? from
      : "/";
    return new Response(null, {
      status: 303,
      headers: { location: back, "set-cookie": themeCookie(theme) },
    });
  },
});
