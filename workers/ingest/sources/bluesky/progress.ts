import type { ConnectionError } from "../connection.ts";
import type { Timeouts } from "./connection.ts";

/** Failures in a row at one position after which the message there is skipped. */
const POISON_TRIES = 5;

/** A time range that an instance no longer has, in milliseconds since the epoch. */
export interface Missing {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Tracks which instance to read, and from where. */
export interface Progress {
  /** The next instance, and where to start there; null: at the newest message. */
  target(): { host: string; cursor: number | null };
  /** Whether messages were missed that no position leads back to. */
  readonly isLost: boolean;
  /** What is missing if an instance starts with a message of this time; null: nothing. */
  missingBefore(host: string, timeUs: number): Missing | null;
  /** Moves the position to a message. */
  advance(host: string, timeUs: number): void;
  /**
   * Records that a connection ended, and chooses the next instance.
   *
   * @param wasSteady Whether it had lasted.
   */
  fail(error: ConnectionError, wasSteady: boolean): void;
  /** Whether it always breaks at the same position; then it skips to the newest message. */
  skipPoison(error: ConnectionError): boolean;
}

/** Starts at a stored position, or at the newest message. */
export function createProgress(
  stored: string | null,
  hosts: readonly string[],
  timeouts: Timeouts,
): Progress {
  let position = stored === null
    ? null
    : parseBlueskyPosition(stored, Date.now());
  let isLost = stored !== null && position === null;
  let turn = Math.max(0, hosts.indexOf(position?.host ?? ""));
  const poison = { position: "", tries: 0 };

  return {
    get isLost() {
      return isLost;
    },
    target() {
      const host = hosts[turn % hosts.length]!;
      if (position === null) return { host, cursor: null };
      const { rewindMs, otherRewindMs } = timeouts;
      const backMs = host === position.host ? rewindMs : otherRewindMs;
      const cursor = Math.floor(position.timeUs - backMs * 1_000);
      return { host, cursor: Math.max(0, cursor) };
    },
    missingBefore(host, timeUs) {
      if (position === null) return null;
      // An instance that has older messages would start with them.
      const slackUs = host === position.host ? 0 : timeouts.rewindMs * 1_000;
      if (timeUs <= position.timeUs + slackUs) return null;
      return {
        fromMs: Math.floor(position.timeUs / 1_000),
        toMs: Math.floor(timeUs / 1_000),
      };
    },
    advance(host, timeUs) {
      position = { host, timeUs };
      isLost = false;
    },
    fail({ silentMs }, wasSteady) {
      // A good instance that broke once is good enough.
      if (!wasSteady || silentMs > 0) turn++;
      isLost ||= position === null;
    },
    skipPoison(error) {
      if (position === null || !isCausedByMessage(error)) return false;
      const here = formatBlueskyPosition(position);
      poison.tries = poison.position === here ? poison.tries + 1 : 1;
      poison.position = here;
      if (poison.tries < POISON_TRIES) return false;
      position = null;
      isLost = true;
      return true;
    },
  };
}

/** Whether `ws` refused a message, which comes again after each reconnect. */
function isCausedByMessage({ cause }: ConnectionError): boolean {
  return cause instanceof Error && "code" in cause &&
    /^WS_ERR_(INVALID_UTF8|UNSUPPORTED_MESSAGE_LENGTH)$/.test(`${cause.code}`);
}

/** The position of a reader of Jetstream. */
interface BlueskyPosition {
  /** The instance whose clock it is: `name[:port]`. */
  readonly host: string;
  /** Microseconds since the epoch. */
  readonly timeUs: number;
}

/** Formats a position as it is stored. */
export function formatBlueskyPosition(
  { host, timeUs }: BlueskyPosition,
): string {
  return `${host} ${timeUs}`;
}

/** How far clocks may differ before a time counts as in the future. */
const TOLERANCE_MS = 60_000;

/** Parses a stored position; null if it is invalid, or in the future. */
export function parseBlueskyPosition(
  text: string,
  nowMs: number,
): BlueskyPosition | null {
  const [, host, digits] = /^(\S+) (\d{1,16})$/.exec(text) ?? [];
  const timeUs = Number(digits);
  if (!host || timeUs > (nowMs + TOLERANCE_MS) * 1_000) return null;
  return { host, timeUs };
}
