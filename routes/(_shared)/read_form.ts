import { readBody } from "./request.ts";

/**
 * Reads what a form of a page sends.
 *
 * @throws {HttpError} 415 if it is something else, 413 if it is larger than 64 KiB.
 */
export async function readForm(req: Request): Promise<URLSearchParams> {
  const bytes = await readBody(req, "application/x-www-form-urlencoded");
  return new URLSearchParams(new TextDecoder().decode(bytes));
}
