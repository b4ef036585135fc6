import type { Config } from "../config.ts";
import { StartError } from "./start_error.ts";

/**
 * Makes sure that there is a log which several processes can share.
 *
 * @throws {StartError} If `NATS_URL` is not set.
 */
export function requireNats({ natsUrl }: Pick<Config, "natsUrl">): string {
  if (natsUrl !== null) return natsUrl;
  const rule = "must be nats://host:4222, as this task is a process of its own";
  throw new StartError("NATS_URL", "", rule);
}
