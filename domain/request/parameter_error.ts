const LONGEST = 100;

/** Thrown when an address carries a parameter that cannot be used. */
export class ParameterError extends RangeError {
  readonly parameter: string;
  /** As it was sent; null if it was not. */
  readonly value: string | null;

  /** `rule` completes "`parameter` must be …". */
  constructor(parameter: string, value: string | null, rule: string) {
    super(`${parameter} must be ${rule}: current value is ${quote(value)}`);
    this.name = "ParameterError";
    this.parameter = parameter;
    this.value = value;
  }
}

function quote(value: string | null): string {
  if (value === null) return "not set";
  if (value.length <= LONGEST) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, LONGEST))}…`;
}
