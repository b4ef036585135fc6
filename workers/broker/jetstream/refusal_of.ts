import { PermissionViolationError } from "nats";
import { JetStreamApiError } from "nats/jetstream";

/** Answers with this status say that the server cannot at the moment. */
const UNAVAILABLE = 503;

/** Why a server will not do what it was asked for; undefined if it only cannot do it now. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof PermissionViolationError) {
    const { operation, subject } = error;
    const verb = operation === "publish" ? "publish" : "subscribe";
    return `NATS does not let this user ${verb} to ${subject}`;
  }
  if (error instanceof JetStreamApiError) {
    return error.status === UNAVAILABLE ? undefined : error.message;
  }
  return error instanceof Error ? refusalOf(error.cause) : undefined;
}
