import { type JetStreamManager, jetstreamManager } from "nats/jetstream";
import { connectNats } from "../../workers/broker/jetstream/connection.ts";

/** A connection of the test's own to a server, to look at it and to meddle. */
export async function manageNats(
  url: string,
): Promise<{ manager: JetStreamManager } & AsyncDisposable> {
  const link = await connectNats(url);
  return {
    manager: await jetstreamManager(link.connection),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
