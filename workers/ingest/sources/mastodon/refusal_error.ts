import { ConnectionError } from "./connection_error.ts";

/** Thrown when a server answers that it will not: asking the same again is of little use. */
export class RefusalError extends ConnectionError {
  constructor(readonly status: number, message: string) {
    super(message, { retry: "late" });
    this.name = "RefusalError";
  }
}
