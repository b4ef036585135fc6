/** Options for {@linkcode ConnectionError}. */
export interface ConnectionErrorOptions extends ErrorOptions {
  /** When to try again: soon, as late as the back-off goes, or after so many ms at the earliest. @default {"soon"} */
  readonly retry?: "soon" | "late" | number;
  /** How long nothing was heard before it failed, in milliseconds. @default {0} */
  readonly silentMs?: number;
}

/** Thrown when a server cannot be reached, refuses or breaks off; it is asked again later. */
export class ConnectionError extends Error {
  readonly retry: "soon" | "late" | number;
  readonly silentMs: number;

  constructor(message: string, options: ConnectionErrorOptions = {}) {
    super(message, options);
    this.name = "ConnectionError";
    this.retry = options.retry ?? "soon";
    this.silentMs = options.silentMs ?? 0;
  }
}
