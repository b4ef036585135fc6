import { HttpError } from "fresh";
import { ParameterError } from "../../domain/request/parameter_error.ts";

/**
 * What `read` makes of an address, for a page.
 *
 * @throws {HttpError} 400 if a parameter cannot be used.
 */
export function readParameters<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new HttpError(400, error.message, { cause: error });
  }
}
