const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** How long a server may take to answer a greeting. */
const PATIENCE_MS = 1_000;

/**
 * Finds out how to talk to a host: `https`, except that a server on this very
 * machine may speak without TLS.
 *
 * @param host `name[:port]`
 */
export async function findScheme(host: string): Promise<"http" | "https"> {
  if (!LOOPBACK.test(host)) return "https";
  const { hostname, port } = new URL(`http://${host}`);
  const name = hostname.replace(/^\[|\]$/g, "");
  const connecting = Deno.connectTls({ hostname: name, port: Number(port) });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<"http">((resolve) => {
    timer = setTimeout(() => resolve("http"), PATIENCE_MS);
  });
  try {
    return await Promise.race([tired, shakeHands(connecting)]);
  } finally {
    clearTimeout(timer);
    connecting.then((connection) => connection.close(), () => {});
  }
}

async function shakeHands(
  connecting: Promise<Deno.TlsConn>,
): Promise<"http" | "https"> {
  try {
    await (await connecting).handshake();
    return "https";
  } catch (error) {
    // A certificate that does not fit is one: it is the connection's to refuse.
    const isCertificate = error instanceof Error &&
      error.message.includes("certificate");
    return isCertificate ? "https" : "http";
  }
}
