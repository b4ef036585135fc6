import { setTimeout as delay } from "node:timers/promises";
import { openConnection } from "./connection.ts";
import { explainRefusal } from "./explain_refusal.ts";
import { PUBLIC_HOSTS } from "./public_hosts.ts";
import { subscribeUrl } from "./subscribe_url.ts";
import { WAITS } from "./waits.ts";

/** Options for {@linkcode reachBluesky}. */
export interface ReachOptions {
  readonly signal?: AbortSignal;
  /** When to give up. @default {5_000} */
  readonly timeoutMs?: number;
  /** How long an instance is waited for before the next is tried too. @default {500} */
  readonly headStartMs?: number;
}

/** Whether there is a way to Bluesky now, and if not, why. */
export type Reach =
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
