import { setTimeout as delay } from "node:timers/promises";

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
