/** What kind of failure it was: X asks for another pace after each. */
export type XFailure = "network" | "http" | "rate";

/** Options for {@linkcode XError}. */
export interface XErrorOptions extends ErrorOptions {
  /** The status of X's answer. @default {null} */
  readonly status?: number | null;
  /** What X answered. @default {""} */
  readonly body?: string;
  /** When X takes requests again, in milliseconds since the epoch. @default {null} */
  readonly resetMs?: number | null;
}

/** Thrown when X does not do what it was asked for. The message says why, for an operator. */
export class XError extends Error {
  readonly kind: XFailure;
  readonly status: number | null;
  readonly body: string;
  readonly resetMs: number | null;

  constructor(message: string, kind: XFailure, options: XErrorOptions = {}) {
    const { status = null, body = "", resetMs = null, ...rest } = options;
    super(message, rest);
    this.name = "XError";
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.resetMs = resetMs;
  }
}
