import { join } from "node:path";
import { CACHE_KEY } from "./client/wire.ts";
import type { Context, Middleware } from "./context.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache, no-store, max-age=0, must-revalidate";

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  ico: "image/vnd.microsoft.icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** Serves the files of the build, and no others. */
export function staticFiles<S>(): Middleware<S> {
  return (ctx) => {
    const { pathname } = ctx.url;
    if (Object.hasOwn(ctx.build.files, pathname)) return answer(ctx);
    if (pathname !== "/favicon.ico") return ctx.next();
    return new Response(null, { status: 404 });
  };
}

async function answer<S>(ctx: Context<S>): Promise<Response> {
  const { url, req, build } = ctx;
  const { path, hash } = build.files[url.pathname]!;
  if (req.method !== "GET" && req.method !== "HEAD") {
    return new Response("Method Not Allowed", { status: 405 });
  }
  const key = url.searchParams.get(CACHE_KEY);
  if (key !== null && key !== build.id) {
    url.searchParams.delete(CACHE_KEY);
    const location = url.pathname + url.search;
    return new Response(null, { status: 307, headers: { location } });
  }

  const extension = url.pathname.slice(url.pathname.lastIndexOf(".") + 1);
  const type = TYPES[extension] ?? "application/octet-stream";
  const headers = new Headers({ "content-type": type });
  const isProduction = build.mode === "production";
  const isOfBuild = key !== null ||
    url.pathname.startsWith(`/_fresh/js/${build.id}/`);
  headers.set(
    "cache-control",
    isProduction && isOfBuild ? FOR_EVER : REVALIDATE,
  );
  if (isProduction) {
    headers.set("etag", `W/"${hash}"`);
    headers.set("vary", "If-None-Match");
    if (req.headers.get("if-none-match")?.includes(`"${hash}"`)) {
      return new Response(null, { status: 304, headers });
    }
  }
  const body = build.contents?.get(path) ??
    await Deno.readFile(join(build.root, path));
  headers.set("content-length", String(body.length));
  return new Response(body, { headers });
}
