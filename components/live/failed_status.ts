import type { LiveStatus } from "./stream.ts";

/** How the connection is after a question without answer that is asked again in so many ms. */
export function failedStatus(retryMs: number): LiveStatus {
  return navigator.onLine
    ? { kind: "reconnecting", until: Date.now() + retryMs }
    : { kind: "offline" };
}
