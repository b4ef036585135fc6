import { STATUS_CODES } from "node:http";

/** Status codes of failed requests. */
export type ErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411)
  | (412 | 413 | 414 | 415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425)
  | (426 | 428 | 429 | 431 | 451)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511);

/** An error that becomes a response with a status; clients see its message. */
export class HttpError extends Error {
  status: ErrorStatus;

  constructor(status: ErrorStatus, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}

/** The response where there is no error page, or where that fails itself; only unexpected errors are logged. */
export function answerError(error: unknown): Response {
  if (error instanceof HttpError) {
    const { message, status } = error;
    return new Response(message || STATUS_CODES[status], { status });
  }
  // deno-lint-ignore no-console -- a framework does not know the app's log
  console.error(error);
  return new Response("Internal server error", { status: 500 });
}
