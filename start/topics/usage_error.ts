/** Thrown when a command line is not one of those that there are. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}; see --help`);
    this.name = "UsageError";
  }
}
