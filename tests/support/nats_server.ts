import { freePort } from "./free_port.ts";
import { retryUntil } from "./retry_until.ts";
import { type ServerProcess, serverProcess } from "./server_process.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** A real nats-server with JetStream, gone with its scope. */
export interface NatsServer extends ServerProcess {
  /** `nats://127.0.0.1:<port>` */
  readonly url: string;
}

/** Starts a nats-server of the test's own, with its data in a temporary folder. */
export async function startNatsServer(): Promise<NatsServer> {
  const folder = await temporaryFolder();
  const port = freePort();
  const name = `freshet-test-${crypto.randomUUID()}`;
  const process = await serverProcess(
    "/usr/sbin/nats-server",
    ["-js", "-n", name, "-a", "127.0.0.1", "-p", `${port}`, "-sd", folder.path],
    () => retryUntil(() => expectName(port, name)),
  );
  return {
    ...process,
    url: `nats://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await process.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A server tells its name first: another one at this port is noticed. */
async function expectName(port: number, name: string): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = new Uint8Array(4_096);
  const length = await connection.read(bytes) ?? 0;
  const greeting = new TextDecoder().decode(bytes.subarray(0, length));
  if (!greeting.includes(`"server_name":"${name}"`)) {
    throw new Error(`Another server listens at port ${port}: ${greeting}`);
  }
}
