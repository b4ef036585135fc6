import { build, CACHE_KEY } from "./wire.ts";

/** Adds the build to the URL of a file, so that browsers may keep it for ever. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const { pathname, searchParams, hash } = new URL(path, "http://localhost");
  searchParams.set(CACHE_KEY, build.id);
  return `${pathname}?${searchParams}${hash}`;
}
