import { backoff } from "./backoff.ts";

/** The part of a document that says whether anyone looks. */
export type Visibility = EventTarget & { readonly visibilityState: string };

/** Options for {@linkcode pollWhileVisible}. */
export interface PollOptions {
  /** From one answer to the next question. @default {3_000} */
  everyMs?: number;
  /** Told of a question without answer, and when it is asked again. */
  onFail?: (error: unknown, retryMs: number) => void;
}

/**
 * Asks again and again while the page is looked at, until `signal` aborts; at
 * once when it is shown again or the network is back, and more and more slowly
 * while nobody answers.
 */
export function pollWhileVisible(
  ask: (signal: AbortSignal) => Promise<void>,
  document: Visibility,
  signal: AbortSignal,
  options: PollOptions = {},
): void {
  const { everyMs = 3_000, onFail = () => {} } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let failures = 0;

  async function askOnce(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    let waitMs = everyMs;
    try {
      await ask(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      waitMs += backoff(++failures);
      onFail(error, waitMs);
    }
    isAsking = false;
    wait(waitMs);
  }

  function wait(ms: number): void {
    clearTimeout(timer);
    if (signal.aborted || document.visibilityState === "hidden") return;
    timer = setTimeout(askOnce, ms);
  }

  document.addEventListener("visibilitychange", () => wait(0), { signal });
  globalThis.addEventListener("online", () => wait(0), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  wait(everyMs);
}
