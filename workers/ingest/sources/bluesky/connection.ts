import { waitAtMost } from "../../../../domain/time/retry.ts";
import { findScheme } from "../network.ts";

/** The public instances of Jetstream, in the order in which they are tried. */
export const PUBLIC_HOSTS: readonly string[] = [
  "jetstream.us-east.bsky.network",
  "jetstream.us-west.bsky.network",
  "jetstream1.us-east.bsky.network",
  "jetstream2.us-east.bsky.network",
  "jetstream1.us-west.bsky.network",
  "jetstream2.us-west.bsky.network",
];

/** Timeouts and waits of the source, in milliseconds. */
export interface Timeouts {
  /** For a connection to open. @default {5_000} */
  readonly openMs: number;
  /** Silence after which a connection counts as dead. @default {30_000} */
  readonly silenceMs: number;
  /** For a closing handshake. @default {500} */
  readonly closeMs: number;
  /** Longest wait before the second retry; it doubles; the first comes at once. @default {1_000} */
  readonly retryMs: number;
  /** Longest wait of all. @default {30_000} */
  readonly maxRetryMs: number;
  /** A connection that lasted this long resets the back-off. @default {10_000} */
  readonly steadyMs: number;
  /** How far to go back at the same instance. @default {5_000} */
  readonly rewindMs: number;
  /** How far to go back at another instance, whose clock may differ. @default {60_000} */
  readonly otherRewindMs: number;
}

/** Suits the public instances. */
export const TIMEOUTS: Timeouts = {
  openMs: 5_000,
  silenceMs: 30_000,
  closeMs: 500,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  steadyMs: 10_000,
  rewindMs: 5_000,
  otherRewindMs: 60_000,
};

/** Why a connection ended. */
export interface CloseReason {
  /**
   * `refused`: it never opened. `closed` by the server, `lost` on the way,
   * `silent` for too long, `stopped` by us.
   */
  readonly cause: "refused" | "closed" | "lost" | "silent" | "stopped";
  readonly reason: string;
}

const STOPPED: CloseReason = { cause: "stopped", reason: "stopped" };

/** Options for {@linkcode readInstance}. */
export interface ConnectionOptions {
  readonly timeouts: Pick<Timeouts, "openMs" | "silenceMs" | "closeMs">;
  readonly signal: AbortSignal;
  readonly onOpen?: () => void;
  readonly onMessage?: (data: string | ArrayBuffer) => void;
}

/**
 * Reads an instance's stream of posts until it ends or `signal` aborts.
 *
 * @param host `name[:port]`
 * @param cursor Where to start, in microseconds of its clock; null: at the newest.
 */
export async function readInstance(
  host: string,
  cursor: number | null,
  options: ConnectionOptions,
): Promise<CloseReason> {
  const scheme = await findScheme(host) === "https" ? "wss" : "ws";
  const url = new URL(`${scheme}://${host}/subscribe`);
  url.searchParams.set("wantedCollections", "app.bsky.feed.post");
  if (cursor !== null) url.searchParams.set("cursor", String(cursor));
  const closed = await readSocket(url.href, options);
  if (closed.cause !== "refused") return closed;
  const reason = await explainRefusal(host, closed.reason, options.signal);
  return { ...closed, reason };
}

async function readSocket(
  url: string,
  options: ConnectionOptions,
): Promise<CloseReason> {
  if (options.signal.aborted) return STOPPED;
  let socket: WebSocket;
  try {
    socket = new WebSocket(url);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return { cause: "refused", reason: error.message };
  }
  socket.binaryType = "arraybuffer";
  const closing = new Promise((resolve) =>
    socket.addEventListener("close", resolve, { once: true })
  );
  const closed = await follow(socket, options);
  if (socket.readyState !== WebSocket.CLOSED) {
    socket.close();
    await waitAtMost(options.timeouts.closeMs, closing);
  }
  return closed;
}

function follow(
  socket: WebSocket,
  { timeouts, signal, onOpen, onMessage }: ConnectionOptions,
): Promise<CloseReason> {
  const { promise, resolve } = Promise.withResolvers<CloseReason>();
  const listening = new AbortController();
  const on = { signal: listening.signal };
  let isOpen = false;
  let heardMs = performance.now();
  let failure = "the connection broke";

  function checkSilence(): void {
    const limitMs = isOpen ? timeouts.silenceMs : timeouts.openMs;
    const leftMs = limitMs - (performance.now() - heardMs);
    if (leftMs > 0) timer = setTimeout(checkSilence, leftMs);
    else if (isOpen) {
      const reason = `no message for ${limitMs / 1_000} s`;
      resolve({ cause: "silent", reason });
    } else {
      const reason = `no answer in ${limitMs / 1_000} s`;
      resolve({ cause: "refused", reason });
    }
  }

  socket.addEventListener("open", () => {
    isOpen = true;
    heardMs = performance.now();
    clearTimeout(timer);
    checkSilence();
    onOpen?.();
  }, on);
  socket.addEventListener("message", ({ data }) => {
    heardMs = performance.now();
    onMessage?.(data);
  }, on);
  socket.addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) failure = event.message;
  }, on);
  socket.addEventListener("close", ({ wasClean, code, reason }) => {
    if (!isOpen) resolve({ cause: "refused", reason: failure });
    else if (!wasClean) resolve({ cause: "lost", reason: failure });
    else resolve({ cause: "closed", reason: describeClose(code, reason) });
  }, on);
  signal.addEventListener("abort", () => resolve(STOPPED), on);

  let timer = setTimeout(checkSilence, timeouts.openMs);
  return promise.finally(() => {
    listening.abort();
    clearTimeout(timer);
  });
}

function describeClose(code: number, reason: string): string {
  return `closed by the server with code ${code}${reason && `: ${reason}`}`;
}

/** Time for finding a better reason. */
const PROBE_MS = 1_000;

/** Says why an instance could not be reached. */
async function explainRefusal(
  host: string,
  message: string,
  signal: AbortSignal,
): Promise<string> {
  const detail = message.replace(
    /^NetworkError: failed to connect to WebSocket: /,
    "",
  );
  if (detail === "dns error") return "no network, or no such host";
  const [, status] = /^Invalid status code: (\d+)$/.exec(detail) ?? [];
  if (status !== undefined) return `answered with HTTP status ${status}`;
  if (detail !== "tcp connect error") {
    return detail.replace(/;.*/s, "").slice(0, 200);
  }
  return await probePort(host, signal);
}

/** Why the system cannot connect to a port: a WebSocket does not say. */
async function probePort(host: string, signal: AbortSignal): Promise<string> {
  const { hostname, port } = new URL(`https://${host}`);
  const stop = new AbortController();
  const connecting = Deno.connect({
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 443),
    signal: AbortSignal.any([signal, stop.signal]),
  });
  let reason = "cannot be connected to";
  const probing = connecting.then((connection) => connection.close(), (e) => {
    if (signal.aborted || stop.signal.aborted) return;
    reason = e instanceof Deno.errors.ConnectionRefused
      ? "connection refused"
      : e.message.replace(/ \(os error \d+\)$/, "").toLowerCase();
  });
  await waitAtMost(PROBE_MS, probing);
  stop.abort();
  await probing;
  return reason;
}

/** Options for {@linkcode reachBluesky}. */
export interface ReachOptions {
  readonly signal?: AbortSignal;
  /** When to give up. @default {5_000} */
  readonly timeoutMs?: number;
  /** How long to wait for an instance before the next is tried as well. @default {500} */
  readonly headStartMs?: number;
}

/** An instance that can be reached, or why there is none. */
type Reach =
  | { readonly host: string }
  | { readonly host: null; readonly reason: string };

/** Finds out whether any instance of Jetstream can be reached now. */
export async function reachBluesky(
  hosts: readonly string[] = PUBLIC_HOSTS,
  options: ReachOptions = {},
): Promise<Reach> {
  const { timeoutMs = 5_000, headStartMs = 500, signal } = options;
  const found = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([
    found.signal,
    timeout,
    ...(signal ? [signal] : []),
  ]);
  const timeouts = { ...TIMEOUTS, openMs: 2 * timeoutMs };
  const reasons = new Map<string, string>();
  let reached: string | null = null;

  async function attempt(host: string): Promise<void> {
    const { cause, reason } = await readInstance(host, null, {
      timeouts,
      signal: stop,
      onOpen() {
        reached ??= host;
        found.abort();
      },
    });
    if (cause === "refused") reasons.set(host, reason);
  }

  const attempts: Promise<void>[] = [];
  for (const host of hosts) {
    if (stop.aborted) break;
    attempts.push(attempt(host));
    await waitAtMost(headStartMs, attempts.at(-1)!);
  }
  await Promise.all(attempts);
  if (reached !== null) return { host: reached };
  const isLate = timeout.aborted && reasons.size < hosts.length;
  if (isLate) reasons.set("", `no answer in ${timeoutMs / 1_000} s`);
  return { host: null, reason: [...new Set(reasons.values())].join("; ") };
}
