import type { VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatSpan,
} from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import { STALE_MS } from "./store.ts";
import type { LiveStatus } from "./stream.ts";

/** The state of the connection in words. */
export interface StatusText {
  /** For style sheets and tests. */
  readonly kind: LiveStatus["kind"] | "paused" | "stale";
  readonly label: string;
  /** Follows the label; may change each second. */
  readonly detail: string;
}

/** The state of the connection; only a new label is read aloud. */
export function StatusLine(
  { text, class: name }: { text: StatusText; class?: string },
): VNode {
  const { kind, label, detail } = text;
  return (
    <p class={name} data-status={kind}>
      <span role="status">{label}</span>
      <span>{detail}</span>
    </p>
  );
}

/** What {@linkcode describeStatus} needs besides the connection; times are epoch milliseconds by one clock. */
export interface StatusFacts {
  readonly now: number;
  readonly heardAt: number;
  readonly renderedAt: number;
  readonly paused?: boolean;
  /** Seconds for which the server could not read new data. @default {0} */
  readonly late?: number;
}

/** Puts the state of the connection into words. */
export function describeStatus(
  status: LiveStatus,
  facts: StatusFacts,
): StatusText {
  const { now, heardAt, renderedAt, paused = false, late = 0 } = facts;
  const silentMs = now - heardAt;
  switch (status.kind) {
    case "idle": {
      const time = formatTime(renderedAt / 1_000, "second", "UTC");
      return { kind: "idle", label: `As of ${time} UTC`, detail: "" };
    }
    case "connecting":
      return { kind: "connecting", label: "Connecting", detail: "" };
    case "live":
      if (silentMs >= STALE_MS) return stale("No signal", silentMs);
      if (late > 0) return stale("No new data", late * 1_000);
      if (paused) return { kind: "paused", label: "Paused", detail: "" };
      return {
        kind: "live",
        label: "Live",
        detail: ` · ${formatMs(silentMs)} ago`,
      };
    case "reconnecting": {
      const seconds = Math.ceil((status.until - now) / 1_000);
      const detail = seconds > 0 ? ` in ${formatCount(seconds)}\u00a0s` : "";
      return { kind: "reconnecting", label: "Reconnecting", detail };
    }
    case "offline": {
      const detail = heardAt > 0 ? ` for ${formatMs(silentMs)}` : "";
      return { kind: "offline", label: "Offline", detail };
    }
    case "suspended":
      return { kind: "suspended", label: "Paused in background", detail: "" };
  }
}

function stale(label: string, ms: number): StatusText {
  return { kind: "stale", label, detail: ` for ${formatMs(ms)}` };
}

function formatMs(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  return seconds < 9.95
    ? `${formatNumber(seconds, 1)}\u00a0s`
    : formatSpan(seconds);
}
