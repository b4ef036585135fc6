import { freePort } from "./free_port.ts";
import { type NatsServer, startNatsServer } from "./nats_server.ts";

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
  const started = starting.move();
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
  return {
    servers,
    url: `nats://${hosts.join(",")}`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
