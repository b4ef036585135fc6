import { CACHE_KEY } from "../client/build_id.ts";
import type { Context } from "../context.ts";
import type { StaticFile } from "../build_snapshot.ts";
import type { Middleware } from "../types.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const ASK_AGAIN = "no-cache, no-store, max-age=0, must-revalidate";

/** Answers with the files that the build has found, and no others. */
export function staticFiles<S>(): Middleware<S> {
  return async (ctx) => {
    const { pathname } = ctx.url;
    const file = ctx.scope.snapshot.files.get(normalize(pathname));
    if (file === undefined) {
      return pathname === "/favicon.ico"
        ? new Response(null, { status: 404 })
        : await ctx.next();
    }
    if (ctx.req.method !== "GET" && ctx.req.method !== "HEAD") {
      return new Response("Method Not Allowed", {
        status: 405,
        headers: { allow: "GET, HEAD" },
      });
    }
    return await answer(ctx, file);
  };
}

async function answer<S>(
  ctx: Context<S>,
  file: StaticFile,
): Promise<Response> {
  const { buildId } = ctx.scope.snapshot;
  const key = ctx.url.searchParams.get(CACHE_KEY);
  if (key !== null && key !== buildId) {
    const url = new URL(ctx.url);
    url.searchParams.delete(CACHE_KEY);
    return ctx.redirect(url.pathname + url.search, 307);
  }

  const headers = new Headers({ "content-type": file.contentType });
  if (ctx.config.mode === "development") {
    headers.set("cache-control", ASK_AGAIN);
  } else {
    const etag = `W/"${file.hash}"`;
    const isBuilt = ctx.url.pathname.startsWith(`/_fresh/js/${buildId}/`);
    headers.set("cache-control", key || isBuilt ? FOR_EVER : ASK_AGAIN);
    headers.set("etag", etag);
    headers.set("vary", "If-None-Match");
    if (matches(ctx.req.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers });
    }
  }
  const body = await file.read();
  headers.set("content-length", String(body.length));
  return new Response(ctx.req.method === "HEAD" ? null : body, { headers });
}

function matches(header: string | null, etag: string): boolean {
  const weak = (tag: string) => tag.trim().replace(/^W\//, "");
  return header !== null &&
    header.split(",").some((tag) => weak(tag) === weak(etag));
}

/** One spelling for each path, that of the build; empty if it has none. */
function normalize(pathname: string): string {
  try {
    return pathname.split("/")
      .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
      .join("/");
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}
