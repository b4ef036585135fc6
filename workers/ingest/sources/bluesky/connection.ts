import { setTimeout as delay } from "node:timers/promises";
import { findScheme } from "../network.ts";

/** Options for {@linkcode reachBluesky}. */
export interface ReachOptions {
  readonly signal?: AbortSignal;
  /** When to give up. @default {5_000} */
  readonly timeoutMs?: number;
  /** How long an instance is waited for before the next is tried too. @default {500} */
  readonly headStartMs?: number;
}

/** Whether there is a way to Bluesky now, and if not, why. */
type Reach =
  | { readonly host: string }
  | { readonly host: null; readonly why: string };

/** Finds out whether any instance of Jetstream can be reached now. */
export async function reachBluesky(
  hosts: readonly string[] = PUBLIC_HOSTS,
  options: ReachOptions = {},
): Promise<Reach> {
  const { timeoutMs = 5_000, headStartMs = 500, signal } = options;
  const found = new AbortController();
  const tired = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([
    found.signal,
    tired,
    ...(signal ? [signal] : []),
  ]);
  const reasons = new Map<string, string>();
  let reached: string | null = null;

  async function attempt(host: string): Promise<void> {
    const { cause, why } = await openConnection(
      await subscribeUrl(host, null),
      {
        waits: { ...WAITS, openMs: 2 * timeoutMs },
        signal: stop,
        onOpen() {
          reached ??= host;
          found.abort();
        },
      },
    );
    if (cause !== "refused") return;
    reasons.set(host, await explainRefusal(host, why, stop));
  }

  const attempts: Promise<void>[] = [];
  for (const host of hosts) {
    if (stop.aborted) break;
    attempts.push(attempt(host));
    await headStart(attempts.at(-1)!, headStartMs, stop);
  }
  await Promise.all(attempts);
  if (reached !== null) return { host: reached };
  const isLate = tired.aborted && reasons.size < hosts.length;
  if (isLate) reasons.set("", `no answer in ${timeoutMs / 1_000} s`);
  return { host: null, why: [...new Set(reasons.values())].join("; ") };
}

/** Waits until an attempt has ended, but not longer than its head start. */
async function headStart(
  attempt: Promise<void>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const waiting = delay(ms, undefined, {
    signal: AbortSignal.any([signal, stop.signal]),
  }).catch(() => {});
  await Promise.race([attempt, waiting]);
  stop.abort();
  await waiting;
}

/** How a connection ended. */
export interface Ended {
  /**
   * `refused`: it never opened. `closed` by the server, `lost` on the way,
   * `silent` for too long, `stopped` by us.
   */
  readonly cause: "refused" | "closed" | "lost" | "silent" | "stopped";
  readonly why: string;
}

/** What becomes of a connection. */
export interface ConnectionOptions {
  readonly waits: Pick<BlueskyWaits, "openMs" | "silenceMs" | "closeMs">;
  readonly signal: AbortSignal;
  readonly onOpen?: () => void;
  readonly onMessage?: (data: string | ArrayBuffer) => void;
}

/** Opens a WebSocket and follows it; resolves when it ended, or `signal` aborted. */
export async function openConnection(
  url: string,
  options: ConnectionOptions,
): Promise<Ended> {
  const { signal, waits } = options;
  if (signal.aborted) return STOPPED;
  let socket: WebSocket;
  try {
    socket = new WebSocket(url);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return { cause: "refused", why: error.message };
  }
  socket.binaryType = "arraybuffer";
  const closed = new Promise((resolve) =>
    socket.addEventListener("close", resolve, { once: true })
  );
  const ended = await follow(socket, options);
  if (socket.readyState !== WebSocket.CLOSED) {
    socket.close();
    await within(waits.closeMs, closed);
  }
  return ended;
}

const STOPPED: Ended = { cause: "stopped", why: "stopped" };

function follow(
  socket: WebSocket,
  { waits, signal, onOpen, onMessage }: ConnectionOptions,
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const listening = new AbortController();
  const on = { signal: listening.signal };
  let isOpen = false;
  let heardMs = performance.now();
  let complaint = "the connection broke";

  function listen(): void {
    const quietMs = performance.now() - heardMs;
    const leftMs = (isOpen ? waits.silenceMs : waits.openMs) - quietMs;
    if (leftMs > 0) {
      timer = setTimeout(listen, leftMs);
    } else if (isOpen) {
      const why = `no message for ${seconds(waits.silenceMs)}`;
      resolve({ cause: "silent", why });
    } else {
      const why = `no answer in ${seconds(waits.openMs)}`;
      resolve({ cause: "refused", why });
    }
  }

  socket.addEventListener("open", () => {
    isOpen = true;
    heardMs = performance.now();
    clearTimeout(timer);
    listen();
    onOpen?.();
  }, on);
  socket.addEventListener("message", ({ data }) => {
    heardMs = performance.now();
    onMessage?.(data);
  }, on);
  socket.addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) complaint = event.message;
  }, on);
  socket.addEventListener("close", ({ wasClean, code, reason }) => {
    if (!isOpen) resolve({ cause: "refused", why: complaint });
    else if (!wasClean) resolve({ cause: "lost", why: complaint });
    else resolve({ cause: "closed", why: describeClose(code, reason) });
  }, on);
  signal.addEventListener("abort", () => resolve(STOPPED), on);

  let timer = setTimeout(listen, waits.openMs);
  return promise.finally(() => {
    listening.abort();
    clearTimeout(timer);
  });
}

function describeClose(code: number, reason: string): string {
  return `closed by the server with code ${code}${reason && `: ${reason}`}`;
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

/** How patient the reader of a stream is, in milliseconds. */
export interface BlueskyWaits {
  /** A connection that takes longer to open is given up. @default {5_000} */
  readonly openMs: number;
  /** A connection that says nothing for longer is dead. @default {30_000} */
  readonly silenceMs: number;
  /** How long a closing handshake may take. @default {500} */
  readonly closeMs: number;
  /** Longest wait before the second retry; it doubles; the first comes at once. @default {1_000} */
  readonly retryMs: number;
  /** Longest wait of all. @default {30_000} */
  readonly maxRetryMs: number;
  /** After that long a connection counts as a good one. @default {10_000} */
  readonly steadyMs: number;
  /** How far back to begin again at the same instance. @default {5_000} */
  readonly rewindMs: number;
  /** How far back to begin at another instance, whose clock may differ. @default {60_000} */
  readonly otherRewindMs: number;
}

/** The waits that suit the public instances. */
export const WAITS: BlueskyWaits = {
  openMs: 5_000,
  silenceMs: 30_000,
  closeMs: 500,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  steadyMs: 10_000,
  rewindMs: 5_000,
  otherRewindMs: 60_000,
};

/** How long to look for a better reason. */
const PATIENCE_MS = 1_000;

/** Says in words why an instance could not be reached. */
export async function explainRefusal(
  host: string,
  why: string,
  signal: AbortSignal,
): Promise<string> {
  const detail = why.replace(
    /^NetworkError: failed to connect to WebSocket: /,
    "",
  );
  if (detail === "dns error") return "no network, or no such host";
  const [, status] = /^Invalid status code: (\d+)$/.exec(detail) ?? [];
  if (status !== undefined) return `answered with HTTP status ${status}`;
  if (detail !== "tcp connect error") {
    return detail.replace(/;.*/s, "").slice(0, 200);
  }
  return await tryPort(host, signal);
}

/** What the system says of a port that a WebSocket could not be opened to. */
async function tryPort(host: string, signal: AbortSignal): Promise<string> {
  const { hostname, port } = new URL(`https://${host}`);
  const stop = new AbortController();
  const connecting = Deno.connect({
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 443),
    signal: AbortSignal.any([signal, stop.signal]),
  });
  const tired = delay(PATIENCE_MS, undefined, { signal: stop.signal })
    .then(() => stop.abort(), () => {});
  try {
    (await connecting).close();
    return "cannot be connected to";
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) {
      return "connection refused";
    }
    if (stop.signal.aborted || signal.aborted) return "cannot be connected to";
    const [, words] = /^(.*?)(?: \(os error \d+\))?$/.exec(
      (error as Error).message,
    ) ?? [];
    return (words ?? "cannot be connected to").toLowerCase();
  } finally {
    stop.abort();
    await tired;
  }
}

/** The public instances of Jetstream, in the order in which they are tried. */
export const PUBLIC_HOSTS: readonly string[] = [
  "jetstream.us-east.bsky.network",
  "jetstream.us-west.bsky.network",
  "jetstream1.us-east.bsky.network",
  "jetstream2.us-east.bsky.network",
  "jetstream1.us-west.bsky.network",
  "jetstream2.us-west.bsky.network",
];

/**
 * The address of an instance's stream of posts.
 *
 * @param host `name[:port]`
 * @param cursor Where to go on, in microseconds of its clock; null: at the newest.
 */
export async function subscribeUrl(
  host: string,
  cursor: number | null,
): Promise<string> {
  const scheme = await findScheme(host) === "https" ? "wss" : "ws";
  const url = new URL(`${scheme}://${host}/subscribe`);
  url.searchParams.set("wantedCollections", "app.bsky.feed.post");
  if (cursor !== null) url.searchParams.set("cursor", String(cursor));
  return url.href;
}
