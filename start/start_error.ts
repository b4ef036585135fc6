import { maskPasswords } from "../log.ts";

/** Thrown when a process cannot start because of a setting; the message names it and its value. */
export class StartError extends Error {
  constructor(
    setting: string,
    value: string,
    rule: string,
    options?: ErrorOptions,
  ) {
    const cause = options?.cause;
    const shown = maskPasswords(value);
    const why = cause instanceof Error
      ? ` (${maskPasswords(cause.message)})`
      : "";
    super(`${setting} ${rule}: current value is "${shown}"${why}`, options);
    this.name = "StartError";
  }
}
