import type { JetStreamManager } from "nats/jetstream";
import { BrokerError } from "../broker_error.ts";
import { STREAM } from "./config.ts";

/**
 * Looks whether the stream is still the one that was made at `created`.
 *
 * @throws {BrokerError} If it is another: its numbers mean other messages.
 */
export async function verifyStream(
  manager: JetStreamManager,
  created: string,
): Promise<void> {
  const info = await manager.streams.info(STREAM);
  if (info.created === created) return;
  throw new BrokerError(
    `stream ${STREAM} was made anew at ${info.created}, it was that of ${created}`,
  );
}
