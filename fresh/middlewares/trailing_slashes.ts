import type { Middleware } from "../types.ts";

/** Redirects to the one form of each path, with or without a slash at its end. */
export function trailingSlashes<S>(mode: "always" | "never"): Middleware<S> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const has = pathname.endsWith("/");
    if (pathname === "/" || has === (mode === "always")) return ctx.next();
    return ctx.redirect(
      (has ? pathname.slice(0, -1) : `${pathname}/`) + search,
    );
  };
}
