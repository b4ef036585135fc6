import { HttpError } from "./http_error.ts";

/** Writes an error that nobody expected to the console. */
export function reportError(error: unknown): void {
  if (error instanceof HttpError) return;
  // deno-lint-ignore no-console -- a framework does not know the app's log
  console.error(error);
}
