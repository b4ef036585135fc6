const LONGEST = 100;

/** Thrown when what somebody sent is not made of the fields that it must have. */
export class FieldError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = "FieldError";
  }

  /** A field that must be otherwise: `rule` completes "`name` must be …". */
  static of(name: string, value: unknown, rule: string): FieldError {
    const shown = JSON.stringify(value) ?? "not set";
    const short = shown.length <= LONGEST
      ? shown
      : `${shown.slice(0, LONGEST).toWellFormed()}…`;
    return new FieldError(`${name} must be ${rule}: current value is ${short}`);
  }
}
