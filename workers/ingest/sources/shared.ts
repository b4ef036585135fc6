import { setTimeout as delay } from "node:timers/promises";

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

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When a post was written, if that is believable: what its author's client
 * says is kept between a day before and a minute after it was received. What
 * is no time counts as the time of receipt.
 *
 * @param createdMs Milliseconds since the epoch, or NaN.
 */
export function clampCreated(createdMs: number, receivedMs: number): number {
  if (Number.isNaN(createdMs)) return receivedMs;
  const latest = Math.min(createdMs, receivedMs + MINUTE_MS);
  return Math.floor(Math.max(latest, receivedMs - DAY_MS));
}

/** Longest beginning that is kept of what becomes no post, in bytes. */
const MAX_HEAD = 512;

const encoder = new TextEncoder();

/** The beginning of what a source sent, for the row that says why it became no post. */
export function headOf(sent: string | Uint8Array): Uint8Array {
  if (typeof sent !== "string") return sent.slice(0, MAX_HEAD);
  return encoder.encode(sent.slice(0, MAX_HEAD)).slice(0, MAX_HEAD);
}

/** Longest time that a timer can hold. */
const MAX_MS = 2 ** 31 - 1;

/** Waits, but not beyond the end of `signal`; never throws. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(ms, MAX_MS), undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
