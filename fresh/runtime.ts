/** What islands may import. @module */
import type { ComponentChildren } from "preact";
import { build, CACHE_KEY } from "./client/wire.ts";

/** Adds the build's id to the URL of a file, so that browsers may keep it for ever. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const { pathname, searchParams, hash } = new URL(path, "http://localhost");
  searchParams.set(CACHE_KEY, build.id);
  return `${pathname}?${searchParams}${hash}`;
}

/** Puts a `<title>` into the page's `<head>`, in place of the app wrapper's. */
export function Head(_: { children?: ComponentChildren }): ComponentChildren {
  // The server takes the children instead of calling this.
  throw new Error("Cannot render <Head> in an island");
}
