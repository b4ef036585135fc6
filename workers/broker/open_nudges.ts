import { connectNats, type ConnectOptions } from "./jetstream/connection.ts";
import { linkNudges } from "./jetstream/link_nudges.ts";
import type { Nudges } from "./nudges.ts";

/**
 * Connects to NATS for nudges alone, as web does. The user needs no permission
 * but to subscribe to `freshet.committed`.
 *
 * @throws {NatsUrlError} If `url` cannot be understood.
 * @throws {BrokerError} If the server refuses the user, or cannot be trusted.
 */
export async function openNudges(
  url: string,
  options: ConnectOptions = {},
): Promise<Nudges> {
  const { log = () => {} } = options;
  const link = await connectNats(url, options);
  const nudges = linkNudges(link, log);
  return {
    nudge: nudges.nudge,
    onNudge: nudges.onNudge,
    get isUp() {
      return link.isUp;
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
