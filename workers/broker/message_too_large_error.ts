/** Thrown by `publish` when the log can never take a message of that size. */
export class MessageTooLargeError extends RangeError {
  /** Both in bytes; the limit only if it is known. */
  constructor(readonly size: number, readonly limit?: number) {
    super(
      `Cannot publish message: it has ${size} bytes, the log takes ${
        limit ?? "less"
      }`,
    );
    this.name = "MessageTooLargeError";
  }
}
