/** Stands between a client and a server, and passes on what they say. */
export interface DeafProxy extends AsyncDisposable {
  readonly port: number;
  /** Cuts the next client off that says a word: the server hears it, its answer is lost. */
  loseAnswerTo(word: string): void;
}

/** Starts a proxy for a server at a port of this machine. */
export function startDeafProxy(serverPort: number): DeafProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  let lost: string | null = null;

  /** Of each client; a word must come in one piece. */
  async function serve(client: Deno.TcpConn): Promise<void> {
    using server = await Deno.connect({
      hostname: "127.0.0.1",
      port: serverPort,
    });
    using _client = client;
    open.add(client).add(server);
    let isDeaf = false;
    const answering = pass(server, client, () => !isDeaf);
    await pass(client, server, (text) => {
      isDeaf ||= lost !== null && text.includes(lost);
      if (isDeaf) lost = null;
      return true;
    }).catch(() => {});
    server.closeWrite().catch(() => {});
    await answering.catch(() => {});
    open.delete(client);
    open.delete(server);
  }

  const serving = (async () => {
    const clients: Promise<void>[] = [];
    for await (const client of listener) clients.push(serve(client));
    await Promise.all(clients);
  })();
  return {
    port: listener.addr.port,
    loseAnswerTo: (word) => void (lost = word),
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      await serving.catch(() => {});
    },
  };
}

/** Passes bytes on until one end closes, or may not be heard any more. */
async function pass(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  mayPass: (text: string) => boolean,
): Promise<void> {
  const bytes = new Uint8Array(65_536);
  const decoder = new TextDecoder("latin1");
  for (let size; (size = await from.read(bytes)) !== null;) {
    const part = bytes.subarray(0, size);
    if (!mayPass(decoder.decode(part))) return void to.close();
    await to.write(part);
  }
}
