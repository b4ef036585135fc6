import { ConnectionError } from "./connection_error.ts";
import { describeNetworkError } from "./describe_network_error.ts";

/**
 * Opens a connection to the host of an address, with TLS for `https:`. It is
 * closed when `signal` aborts, and only then.
 *
 * @throws {ConnectionError} If nobody answers there.
 */
export async function openConnection(
  url: URL,
  signal: AbortSignal,
): Promise<Deno.Conn> {
  let open: Deno.Conn | null = null;
  const hold = <C extends Deno.Conn>(connection: C): C => {
    open = connection;
    if (signal.aborted) connection.close();
    signal.throwIfAborted();
    return connection;
  };
  signal.addEventListener("abort", () => open?.close(), { once: true });

  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const isSecure = url.protocol === "https:";
  const port = Number(url.port || (isSecure ? 443 : 80));
  try {
    const plain = hold(await Deno.connect({ hostname, port, signal }));
    if (!isSecure) return plain;
    const alpnProtocols = ["http/1.1"];
    const options = { hostname, alpnProtocols };
    const tls = hold(await Deno.startTls(plain, options));
    await tls.handshake();
    return tls;
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    const words = describeNetworkError(url.host, error);
    throw new ConnectionError(words, { cause: error });
  }
}
