import type { LiveStream } from "./stream.ts";

/** The parts of a browser's window and document that say whether anyone looks. */
export interface PageSeams {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly visibilityState: string };
}

/** Options for {@linkcode followPage}. */
export interface FollowPageOptions {
  /** How long a hidden page stays connected. @default {60_000} */
  hiddenMs?: number;
}

/**
 * Connects while the page is looked at: not in the back-forward cache, not
 * after it was hidden for a while, and at once when the network is back.
 */
export function followPage(
  stream: Pick<LiveStream, "open" | "close" | "rest" | "goOffline">,
  { window, document }: PageSeams,
  signal: AbortSignal,
  options: FollowPageOptions = {},
): void {
  const { hiddenMs = 60_000 } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => stream.rest(), hiddenMs);
    } else {
      stream.open();
    }
  }
  function leave(): void {
    clearTimeout(timer);
    stream.close();
  }

  document.addEventListener("visibilitychange", follow, { signal });
  window.addEventListener("pageshow", follow, { signal });
  window.addEventListener("pagehide", leave, { signal });
  window.addEventListener("online", follow, { signal });
  window.addEventListener("offline", () => stream.goOffline(), { signal });
  signal.addEventListener("abort", leave, { once: true });
  follow();
}
