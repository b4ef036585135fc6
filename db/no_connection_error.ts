/** Thrown when the connections to a database are all in use for too long, or by too many. */
export class NoConnectionError extends Error {
  constructor(detail: string) {
    super(`Cannot get a connection to the database: ${detail}`);
    this.name = "NoConnectionError";
  }
}
