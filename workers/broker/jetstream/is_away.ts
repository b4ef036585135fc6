import { ConnectionError, errors, RequestError, TimeoutError } from "nats";
import { JetStreamError } from "nats/jetstream";
import { apiCode } from "./api_code.ts";

/** Whether an error says that the server is away, slow or has no leader: waiting cures it. */
export function isAway(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof RequestError ||
    error instanceof ConnectionError || error instanceof JetStreamError ||
    error instanceof errors.NoRespondersError ||
    apiCode(error) !== undefined ||
    error instanceof Error && error.name === "JetStreamNotEnabled";
}
