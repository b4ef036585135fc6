/** Thrown when the log cannot be used for a reason that waiting does not cure. */
export class BrokerError extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Cannot use the log: ${detail}`, options);
    this.name = "BrokerError";
  }
}
