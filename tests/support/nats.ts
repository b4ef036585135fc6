import { type JetStreamManager, jetstreamManager } from "nats/jetstream";
import { connectNats } from "../../workers/broker/jetstream/connection.ts";
import { type ServerProcess, serverProcess } from "./processes.ts";
import { freePort, serverFolder } from "./temporary.ts";
import { inTime, retryUntil } from "./waiting.ts";
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

/** A real nats-server with JetStream, gone with its scope. */
export interface NatsServer extends ServerProcess {
  readonly name: string;
  readonly port: number;
  /** `nats://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends it, deletes its data, and starts it again. */
  wipe(): Promise<void>;
  /** Copies its data as it is now; returns what puts the copy in the place of later data. It is down for a moment each time. */
  backUp(): Promise<() => Promise<void>>;
}

/** Options for {@linkcode startNatsServer}. */
export interface NatsServerOptions {
  /** Text of a configuration file, such as accounts. @default {""} */
  config?: string;
  /** Where to make the folder of its data. @default in memory, if there is room */
  dir?: string | undefined;
}

/** Starts a nats-server of the test's own, with its data in a temporary folder. */
export async function startNatsServer(
  { config = "", dir }: NatsServerOptions = {},
): Promise<NatsServer> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(await serverFolder(dir));
  const file = `${folder.path}/nats.conf`;
  await Deno.writeTextFile(file, config);
  const port = freePort();
  const name = `freshet-test-${crypto.randomUUID()}`;
  const process = starting.use(
    await serverProcess(
      "/usr/sbin/nats-server",
      [
        ...["-c", file, "-js", "-sd", `${folder.path}/data`],
        ...["-n", name, "-a", "127.0.0.1", "-p", `${port}`],
      ],
      () => retryUntil(() => expectName(port, name)),
    ),
  );
  const started = starting.move();
  const data = `${folder.path}/data`;
  async function replaceData(copy?: string): Promise<void> {
    await process.kill();
    await Deno.remove(data, { recursive: true });
    if (copy !== undefined) await copyFolder(copy, data);
    await process.start();
  }
  return {
    ...process,
    name,
    port,
    wipe: () => replaceData(),
    async backUp() {
      const copy = `${folder.path}/copy-${crypto.randomUUID()}`;
      await process.kill();
      await copyFolder(data, copy);
      await process.start();
      return () => replaceData(copy);
    },
    url: `nats://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function copyFolder(from: string, to: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("cp", {
    args: ["-r", from, to],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** A server sends its name first: another one at this port is noticed. */
async function expectName(port: number, name: string): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = new Uint8Array(4_096);
  const length = await connection.read(bytes) ?? 0;
  const greeting = new TextDecoder().decode(bytes.subarray(0, length));
  if (!greeting.includes(`"server_name":"${name}"`)) {
    throw new Error(`Another server listens at port ${port}: ${greeting}`);
  }
}

/** Three servers that keep one log, gone with their scope. */
export interface NatsCluster extends AsyncDisposable {
  readonly servers: readonly NatsServer[];
  /** Names all three. */
  readonly url: string;
}

/** Starts three nats-servers as a cluster. */
export async function startNatsCluster(): Promise<NatsCluster> {
  await using starting = new AsyncDisposableStack();
  const ports = [freePort(), freePort(), freePort()];
  const routes = ports.map((port) => `"nats://127.0.0.1:${port}"`).join(", ");
  const servers: NatsServer[] = [];
  for (const port of ports) {
    const config = `cluster {
      name: test, listen: "127.0.0.1:${port}", routes: [${routes}]
    }`;
    servers.push(starting.use(await startNatsServer({ config })));
  }
  await retryUntil(() => expectCluster(servers[0]!.url));
  const started = starting.move();
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
  return {
    servers,
    url: `nats://${hosts.join(",")}`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** Servers know only after a moment that three of them can keep a log. */
async function expectCluster(url: string): Promise<void> {
  await using nats = await manageNats(url);
  const { streams } = nats.manager;
  await streams.add({ name: "PROBE", subjects: ["probe"], num_replicas: 3 });
  await streams.delete("PROBE");
}

/** A connection of the test's own to a server, to look at it and to meddle. */
export async function manageNats(
  url: string,
): Promise<{ manager: JetStreamManager } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const link = opening.use(await connectNats(url));
  const manager = await jetstreamManager(link.connection);
  const opened = opening.move();
  return { manager, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

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
  const published = messages.map((message) => broker.publish(message));
  await inTime(GIVE_UP_MS, Promise.all(published));
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
