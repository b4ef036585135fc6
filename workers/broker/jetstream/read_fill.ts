import type { JetStreamManager } from "nats/jetstream";
import type { Fill } from "./fill_gauge.ts";
import { STREAM } from "./log_config.ts";

/** Asks the server how full the log is. */
export async function readFill(manager: JetStreamManager): Promise<Fill> {
  const { state, config } = await manager.streams.info(STREAM);
  return { bytes: state.bytes, maxBytes: config.max_bytes };
}
