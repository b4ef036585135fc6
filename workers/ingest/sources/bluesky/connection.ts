import type { BlueskyWaits } from "./waits.ts";

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
