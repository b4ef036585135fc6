import { backoffMs, sleep } from "../../../domain/time/retry.ts";

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
  const done = new AbortController();
  const timeout = sleep(HANDSHAKE_MS, done.signal).then(() => "http" as const);
  try {
    return await Promise.race([timeout, shakeHands(connecting)]);
  } finally {
    done.abort();
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
    // An invalid certificate still proves TLS: the request itself will fail.
    const isCertificate = error instanceof Error &&
      error.message.includes("certificate");
    return isCertificate ? "https" : "http";
  }
}

const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/dns error|lookup address|not known|nodename/i, "unknown host"],
  [/connection refused|ECONNREFUSED/i, "connection refused"],
  [/certificate|UnknownIssuer|NotValidForName/i, "invalid certificate"],
  [/unreachable/i, "network unreachable"],
  [/timed out/i, "timed out"],
];

/** Why `fetch` failed, with the error's own message in parentheses. */
export function describeNetworkError(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause.message : "";
  const message = cause || error.message;
  const reason = REASONS.find(([pattern]) => pattern.test(message))?.[1];
  // The message repeats the address before it comes to the point.
  const detail = message.replace(/^.*?\bfor url \([^)]*\):? ?/, "");
  return (reason ? `${reason} (${detail})` : detail).slice(0, 300);
}

/** How long to wait between connections, in milliseconds. */
export interface ReconnectWaits {
  /** Longest wait before the second retry; it doubles with each further one. */
  readonly retryMs: number;
  /** Longest wait of all. */
  readonly maxRetryMs: number;
}

/**
 * How long to wait before connecting again after so many failures in a row:
 * not at all after the first, then a random part of a bound that doubles, so
 * that clients that lost the same server do not come back together.
 */
export function reconnectMs(
  failures: number,
  { retryMs, maxRetryMs }: ReconnectWaits,
  random?: () => number,
): number {
  if (failures <= 1) return 0;
  const backoff = { baseMs: retryMs, maxMs: maxRetryMs, jitter: 1 };
  return Math.round(
    backoffMs(failures - 1, { ...backoff, ...(random && { random }) }),
  );
}
