import { build, CACHE_KEY } from "./build_id.ts";

/** Adds the build to the URL of a file, so that browsers may keep it for ever. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const url = new URL(path, "http://localhost");
  if (url.searchParams.has(CACHE_KEY)) return path;
  url.searchParams.set(CACHE_KEY, build.id);
  return url.pathname + url.search + url.hash;
}
