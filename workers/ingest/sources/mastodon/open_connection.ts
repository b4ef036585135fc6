import { ConnectionError } from "./connection_error.ts";
import { describeNetworkError } from "./describe_network_error.ts";

/**
 * Opens a connection to the host of an address, with TLS for `https:`. It is
 * closed when `signal` aborts, and only then.
 *
 * @throws {ConnectionError} If nobody answers there.
 */
export async function openConnection(
  { protocol, hostname, host, port }: URL,
  signal: AbortSignal,
): Promise<Deno.Conn> {
  const name = hostname.replace(/^\[|\]$/g, "");
  const isSecure = protocol === "https:";
  try {
    const connection = await Deno.connect({
      hostname: name,
      port: Number(port || (isSecure ? 443 : 80)),
      signal,
    });
    const secured = closeWith(connection, signal);
    if (!isSecure) return secured;
    const options = { hostname: name, alpnProtocols: ["http/1.1"] };
    const tls = closeWith(await Deno.startTls(connection, options), signal);
    await tls.handshake();
    return tls;
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    const words = describeNetworkError(host, error);
    throw new ConnectionError(words, { cause: error });
  }
}

function closeWith<C extends Deno.Conn>(connection: C, signal: AbortSignal): C {
  signal.throwIfAborted();
  signal.addEventListener("abort", () => connection.close(), { once: true });
  return connection;
}
