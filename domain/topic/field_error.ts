const LONGEST = 100;

/** Thrown when what somebody sent is not made of the fields that it must have. */
export class FieldError extends TypeError {
  /** Name of the field; null if it is about none, or all. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.name = "FieldError";
    this.field = field;
  }

  /** A field that must be otherwise: `rule` completes "`name` must be …". */
  static of(name: string, value: unknown, rule: string): FieldError {
    const shown = JSON.stringify(value) ?? "not set";
    const short = shown.length <= LONGEST
      ? shown
      : `${shown.slice(0, LONGEST).toWellFormed()}…`;
    const message = `${name} must be ${rule}: current value is ${short}`;
    return new FieldError(message, name);
  }
}
