import { match, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  makeCertificate,
  temporaryFolder,
} from "../../../tests/support/temporary.ts";
import {
  type NatsServer,
  startNatsServer,
} from "../../../tests/support/nats.ts";
import { connectNats } from "./connection.ts";

const TRY_NATS = fileURLToPath(
  new URL("../../../tests/support/programs/try_nats.ts", import.meta.url),
);

/** What a process says that may connect to one host, by that name, and may do nothing else. */
async function tryNats(
  { port }: NatsServer,
  { scheme = "tls", host = "localhost", authority = "" } = {},
): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--frozen", `--allow-net=${host}:${port}`],
      ...(authority ? ["--cert", authority] : []),
      ...[TRY_NATS, `${scheme}://${host}:${port}`],
    ],
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

// Seen to fail with the transport that the client brings: it proves every
// server as "localhost", or needs the permission to connect to its address.
Deno.test("DenoTransport proves the server's name, and needs no permission but for that name", async () => {
  await using folder = await temporaryFolder();
  const { authority, certificate, key } = await makeCertificate(
    folder.path,
    "localhost",
  );
  const config = `tls { cert_file: "${certificate}", key_file: "${key}" }`;
  await using server = await startNatsServer({ config });
  strictEqual(await tryNats(server, { authority }), "connected");
  strictEqual(
    await tryNats(server, { authority, scheme: "nats" }),
    "connected",
  );
  match(await tryNats(server), /cannot be connected to safely[^]*certificate/);
  const other = { authority, host: "127.0.0.1" };
  match(
    await tryNats(server, other),
    /cannot be connected to safely[^]*certificate/,
  );
});

// Seen to fail without the look at what the server offers.
Deno.test("DenoTransport sends nothing in clear text if it must encrypt", async () => {
  await using server = await startNatsServer();
  await rejects(connectNats(`tls://me:secret@127.0.0.1:${server.port}`), {
    name: "BrokerError",
    message: /cannot be connected to safely/,
  });
});

// Seen to fail without the end at a line that is no greeting.
Deno.test("DenoTransport does not take another kind of server for NATS", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answering = (async () => {
    for await (const connection of listener) {
      await connection.write(new TextEncoder().encode("SSH-2.0-Test\r\n"));
      connection.close();
    }
  })();
  const stop = new AbortController();
  const opening = connectNats(`nats://127.0.0.1:${listener.addr.port}`, {
    signal: stop.signal,
    log: (_level, _message, fields) => stop.abort(fields?.error),
  });
  await rejects(opening, /does not speak NATS/);
  listener.close();
  await answering;
});
