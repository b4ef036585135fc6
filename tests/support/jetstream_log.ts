import type {
  Broker,
  Delivery,
  OutgoingMessage,
} from "../../workers/broker/broker.ts";
import {
  type JetStreamBroker,
  type JetStreamOptions,
  openJetStream,
} from "../../workers/broker/jetstream/open.ts";
import {
  type NatsServer,
  type NatsServerOptions,
  startNatsServer,
} from "./nats.ts";

const GIVE_UP_MS = 60_000;

/** A log on a server of its own, gone with its scope. */
export interface JetStreamLog extends AsyncDisposable {
  readonly server: NatsServer;
  readonly broker: JetStreamBroker;
}

/** Starts a nats-server and opens the log on it. */
export async function startJetStreamLog(
  options: JetStreamOptions & NatsServerOptions = {},
): Promise<JetStreamLog> {
  await using starting = new AsyncDisposableStack();
  const server = starting.use(await startNatsServer(options));
  const broker = starting.use(await openJetStream(server.url, options));
  const started = starting.move();
  return {
    server,
    broker,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** Messages whose ids are `<name>:<from>` and so on, of about `size` bytes each. */
export function makeMessages(
  count: number,
  { name = "test", from = 0, size = 100 } = {},
): OutgoingMessage[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `${name}:${from + i}`;
    const data = new TextEncoder().encode(id.padEnd(size));
    return { subject: "posts.topic.test", id, data };
  });
}

/** The id of a message of {@linkcode makeMessages}. */
export function idOf({ data }: Pick<Delivery, "data">): string {
  return new TextDecoder().decode(data).trim();
}

/** Publishes all at once; resolves when the log has taken all. */
export async function publishAll(
  broker: Pick<Broker, "publish">,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Not all were taken in ${GIVE_UP_MS} ms`)),
    GIVE_UP_MS,
  );
  const published = messages.map((message) => broker.publish(message));
  await Promise.race([Promise.all(published), late]);
  clearTimeout(timer);
}

/** Reads batch by batch, and acknowledges, until `isEnough` says so of what has come. */
export async function readUntil(
  broker: Pick<Broker, "batches">,
  isEnough: (deliveries: readonly Delivery[]) => boolean,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  const late = AbortSignal.timeout(GIVE_UP_MS);
  for await (const batch of broker.batches(late, { maxWaitMs: 50 })) {
    deliveries.push(...batch);
    for (const delivery of batch) delivery.ack();
    if (isEnough(deliveries)) return deliveries;
  }
  throw new Error(`Only ${deliveries.length} messages in ${GIVE_UP_MS} ms`);
}
