import type { ConnectionWaits } from "./connection_waits.ts";
import { ConnectionError } from "./connection_error.ts";
import { describeNetworkError } from "./describe_network_error.ts";
import { withDeadline } from "./with_deadline.ts";

const EVENTS = "text/event-stream";

/** How a server is asked. */
export interface Asking {
  /** Sent along, and to nobody to whom the server sends us on; empty: none. */
  readonly token: string;
  readonly waits: ConnectionWaits;
  readonly signal: AbortSignal;
}

/**
 * Asks a server; its answer may be anything. Where a token goes along, nobody
 * is followed to another address.
 *
 * @throws {ConnectionError} If there is no answer.
 */
export async function ask(
  url: string,
  accept: string,
  { token, waits, signal }: Asking,
  redirect: "follow" | "manual" = token === "" ? "follow" : "manual",
): Promise<Response> {
  const { host } = new URL(url);
  const headers = new Headers({ accept, "user-agent": "Freshet" });
  // Packed, a stream would come later, and end unnoticed.
  if (accept === EVENTS) headers.set("accept-encoding", "identity");
  if (token !== "") headers.set("authorization", `Bearer ${token}`);
  return await withDeadline(
    waits.answerMs,
    `${host} does not answer`,
    signal,
    (signal) => reach(host, () => fetch(url, { headers, redirect, signal })),
  );
}

async function reach<T>(host: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const words = describeNetworkError(host, error);
    throw new ConnectionError(words, { cause: error });
  }
}
