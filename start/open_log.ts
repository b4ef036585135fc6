import type { Config } from "../config.ts";
import { type Log, maskPasswords } from "../log.ts";
import { BrokerError } from "../workers/broker/broker_error.ts";
import {
  type JetStreamBroker,
  openJetStream,
} from "../workers/broker/jetstream/open.ts";
import type { LogUse } from "../workers/broker/jetstream/setup.ts";
import { requireNats } from "./require_nats.ts";
import { StartError } from "./start_error.ts";

/**
 * Opens the log that `NATS_URL` names, and waits for a server that is away.
 *
 * @throws {StartError} If none is named, or it cannot be used.
 */
export async function openLog(
  config: Pick<Config, "natsUrl" | "stream">,
  use: LogUse,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<JetStreamBroker> {
  const natsUrl = requireNats(config);
  try {
    return await openJetStream(natsUrl, { ...config.stream, use, log, signal });
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    const value = maskPasswords(natsUrl);
    throw new StartError(
      "NATS_URL",
      value,
      "must name a server that can be used",
      {
        cause,
      },
    );
  }
}
