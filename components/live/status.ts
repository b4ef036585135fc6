import {
  formatCount,
  formatNumber,
  formatSpan,
} from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import { STALE_MS } from "./store.ts";
import type { LiveStatus } from "./stream.ts";

/** What is known besides the connection itself; times in epoch milliseconds by one clock. */
export interface LiveFacts {
  readonly now: number;
  readonly heardAt: number;
  readonly renderedAt: number;
  readonly paused: boolean;
  /** For how many seconds the server could read nothing new; 0 if it can. @default {0} */
  readonly late?: number;
}

/** The state of the connection: a word that stays, and a detail that may change each second. */
export interface LiveWords {
  /** For style sheets and tests. */
  readonly kind: LiveStatus["kind"] | "paused" | "stale";
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
      const detail = seconds > 0 ? ` in ${formatCount(seconds)}\u00a0s` : "";
      return { kind: "reconnecting", word: "Reconnecting", detail };
    }
    case "live": {
      const { late = 0 } = facts;
      const silentMs = facts.now - facts.heardAt;
      if (silentMs >= STALE_MS) return stale("Nothing heard", silentMs);
      if (late > 0) return stale("No new data", late * 1_000);
      if (facts.paused) return { kind: "paused", word: "paused", detail: "" };
      return {
        kind: "live",
        word: "live",
        detail: ` · ${spanOf(silentMs)} ago`,
      };
    }
    case "offline": {
      const isKnown = facts.heardAt > 0;
      const span = isKnown ? ` for ${spanOf(facts.now - facts.heardAt)}` : "";
      return { kind: "offline", word: "Offline", detail: span };
    }
    case "connecting":
      return { kind: "connecting", word: "connecting", detail: "" };
    case "resting":
      return { kind: "resting", word: "resting", detail: "" };
  }
}

function stale(word: string, ms: number): LiveWords {
  return { kind: "stale", word, detail: ` for ${spanOf(ms)}` };
}

function spanOf(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  return seconds < 9.95
    ? `${formatNumber(seconds, 1)}\u00a0s`
    : formatSpan(seconds);
}
