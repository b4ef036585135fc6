/** Thrown when a process serves as many viewers as it may. */
export class TooManyViewersError extends RangeError {
  /** When it is worth asking again, in seconds. */
  readonly retryAfter: number;

  constructor(limit: number, retryAfter = 10) {
    super(`Too many viewers: this server serves at most ${limit}`);
    this.name = "TooManyViewersError";
    this.retryAfter = retryAfter;
  }
}
