import { formatTime } from "../../domain/format/format_time.ts";
import type { LiveStatus } from "../live/live_stream.ts";

/** What is known besides the connection itself; times in epoch milliseconds by one clock. */
export interface LiveFacts {
  readonly now: number;
  readonly heardAt: number;
  readonly renderedAt: number;
  readonly paused: boolean;
}

/** The state of the connection: a word that stays, and a detail that may change each second. */
export interface LiveWords {
  /** For style sheets and tests. */
  readonly kind: LiveStatus["kind"] | "paused";
  readonly word: string;
  readonly detail: string;
}

/** Says how the connection is. */
export function liveWords(status: LiveStatus, facts: LiveFacts): LiveWords {
  switch (status.kind) {
    case "still": {
      const time = formatTime(facts.renderedAt / 1_000, "second", "UTC");
      return { kind: "still", word: `as of ${time} UTC`, detail: "" };
    }
    case "reconnecting": {
      const seconds = Math.ceil((status.until - facts.now) / 1_000);
      const detail = seconds > 0 ? ` in ${seconds}\u00a0s` : "";
      return { kind: "reconnecting", word: "Reconnecting", detail };
    }
    case "live": {
      if (facts.paused) return { kind: "paused", word: "paused", detail: "" };
      const ago = formatShortAgo(facts.now - facts.heardAt);
      return { kind: "live", word: "live", detail: ` · ${ago}` };
    }
    default:
      return { kind: status.kind, word: status.kind, detail: "" };
  }
}

function formatShortAgo(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}\u00a0s ago`;
  if (seconds < 60) return `${Math.floor(seconds)}\u00a0s ago`;
  return `${Math.floor(seconds / 60)}\u00a0min ago`;
}
