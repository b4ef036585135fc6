import { withTimeout } from "../../../domain/time/retry.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** How long a server may take for a TLS handshake. */
const HANDSHAKE_MS = 1_000;

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
  const shaking = connecting.then((connection) => connection.handshake());
  try {
    await withTimeout(shaking, HANDSHAKE_MS, "no handshake");
    return "https";
  } catch (error) {
    // An invalid certificate still proves TLS: the request itself will fail.
    const isCertificate = error instanceof Error &&
      error.message.includes("certificate");
    return isCertificate ? "https" : "http";
  } finally {
    connecting.then((connection) => connection.close(), () => {});
  }
}

const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /dns error|lookup address|not known|nodename|ENOTFOUND/i,
    "no network, or no such host",
  ],
  [/connection refused|ECONNREFUSED/i, "connection refused"],
  [/certificate|UnknownIssuer|NotValidForName/i, "invalid certificate"],
  [/unreachable/i, "network unreachable"],
  [/timed out/i, "timed out"],
  [/EPERM|requires net access/i, "not permitted"],
];

/** The common reason why a request failed; undefined for any other. */
export function networkReason(error: Error): string | undefined {
  const message = messageOf(error);
  return REASONS.find(([pattern]) => pattern.test(message))?.[1];
}

function messageOf({ cause, message }: Error): string {
  return (cause instanceof Error ? cause.message : "") || message;
}

/** Why a request failed, with the error's own message in parentheses. */
export function describeNetworkError(error: Error): string {
  const message = messageOf(error);
  const reason = networkReason(error);
  // The message repeats the address before it comes to the point.
  const detail = message.replace(/^.*?\bfor url \([^)]*\):? ?/, "");
  return (reason ? `${reason} (${detail})` : detail).slice(0, 300);
}

/** Hides the token in what a server says. */
export function maskToken(text: string, token: string): string {
  return token === "" ? text : text.replaceAll(token, "***");
}
