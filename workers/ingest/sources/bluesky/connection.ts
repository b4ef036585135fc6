import { waitAtMost } from "../../../../domain/time/retry.ts";
import {
  ConnectionError,
  type Timeouts as CommonTimeouts,
} from "../connection.ts";
import { findScheme, networkReason } from "../network.ts";
import { type MessageStream, openWebSocket } from "../websocket.ts";

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
export interface Timeouts extends CommonTimeouts {
  /** How far to go back at the same instance. */
  readonly rewindMs: number;
  /** How far to go back at another instance, whose clock may differ. */
  readonly otherRewindMs: number;
}

/** Suits the public instances. */
export const TIMEOUTS: Timeouts = {
  silenceMs: 30_000,
  answerMs: 5_000,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  steadyMs: 10_000,
  rewindMs: 5_000,
  otherRewindMs: 60_000,
};

/** Options for {@linkcode openInstance}. */
export interface OpenOptions {
  /** Where to start, in microseconds of the instance's clock; null: at the newest. */
  readonly cursor: number | null;
  readonly timeouts: Pick<Timeouts, "answerMs" | "silenceMs">;
  readonly signal: AbortSignal;
}

/**
 * Opens an instance's stream of posts.
 *
 * @param host `name[:port]`
 * @throws {ConnectionError} If it cannot be opened; when reading, once it ends.
 */
export async function openInstance(
  host: string,
  { cursor, ...options }: OpenOptions,
): Promise<MessageStream> {
  const url = new URL(`${await findScheme(host)}://${host}/subscribe`);
  url.searchParams.set("wantedCollections", "app.bsky.feed.post");
  if (cursor !== null) url.searchParams.set("cursor", String(cursor));
  return await openWebSocket(url, options);
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
  const { timeoutMs = 5_000, headStartMs = 500 } = options;
  const found = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signals = [found.signal, timeout, options.signal ?? []].flat();
  const signal = AbortSignal.any(signals);
  const timeouts = { ...TIMEOUTS, answerMs: 2 * timeoutMs };
  const reasons = new Set<string>();
  let reached: string | null = null;

  async function attempt(host: string): Promise<void> {
    try {
      await using _ = await openInstance(host, {
        cursor: null,
        timeouts,
        signal,
      });
      reached ??= host;
      found.abort();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (!signal.aborted) reasons.add(shortReason(error, host));
    }
  }

  const attempts: Promise<void>[] = [];
  for (const host of hosts) {
    if (signal.aborted) break;
    attempts.push(attempt(host));
    await waitAtMost(headStartMs, attempts.at(-1)!);
  }
  await Promise.all(attempts);
  if (reached !== null) return { host: reached };
  if (timeout.aborted) reasons.add(`no answer in ${timeoutMs / 1_000} s`);
  return { host: null, reason: [...reasons].join("; ") };
}

/** Without the host, so that several may share it. */
function shortReason(
  { cause, message }: ConnectionError,
  host: string,
): string {
  return (cause instanceof Error ? networkReason(cause) : undefined) ??
    message.replace(`${host} `, "");
}
