import { HttpError } from "fresh";
import { readBody } from "./request.ts";

/**
 * Reads a body of JSON.
 *
 * @throws {HttpError} 415 if it is said to be something else, 413 if it is
 * larger than 64 KiB, 400 if it is no JSON in UTF-8.
 */
export async function readJson(req: Request): Promise<unknown> {
  const bytes = await readBody(req, "application/json");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const message = `The body must be JSON in UTF-8: ${cause}`;
    throw new HttpError(400, message.slice(0, 300), { cause });
  }
}
