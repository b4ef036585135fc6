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
export class Progress {
  readonly #hosts: readonly string[];
  readonly #timeouts: Timeouts;
  #position: BlueskyPosition | null = null;
  #isLost: boolean;
  #turn: number;
  #poison = { position: "", tries: 0 };

  /** Starts at a stored position, or at the newest message. */
  constructor(
    stored: string | null,
    hosts: readonly string[],
    timeouts: Timeouts,
  ) {
    this.#hosts = hosts;
    this.#timeouts = timeouts;
    if (stored !== null) {
      this.#position = parseBlueskyPosition(stored, Date.now());
    }
    this.#isLost = stored !== null && this.#position === null;
    this.#turn = Math.max(0, hosts.indexOf(this.#position?.host ?? ""));
  }

  /** Whether messages were missed that no position leads back to. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** The next instance, and where to start there; null: at the newest message. */
  target(): { host: string; cursor: number | null } {
    const host = this.#hosts[this.#turn % this.#hosts.length]!;
    if (this.#position === null) return { host, cursor: null };
    const { rewindMs, otherRewindMs } = this.#timeouts;
    const backMs = host === this.#position.host ? rewindMs : otherRewindMs;
    const cursor = Math.floor(this.#position.timeUs - backMs * 1_000);
    return { host, cursor: Math.max(0, cursor) };
  }

  /** What is missing if an instance starts with a message of this time; null: nothing. */
  missingBefore(host: string, timeUs: number): Missing | null {
    const from = this.#position;
    if (from === null) return null;
    // An instance that has older messages would start with them.
    const slackMs = host === from.host ? 0 : this.#timeouts.rewindMs;
    if (timeUs <= from.timeUs + slackMs * 1_000) return null;
    return {
      fromMs: Math.floor(from.timeUs / 1_000),
      toMs: Math.floor(timeUs / 1_000),
    };
  }

  /** Moves the position to a message. */
  advance(host: string, timeUs: number): void {
    this.#position = { host, timeUs };
    this.#isLost = false;
  }

  /**
   * Records that a connection ended, and chooses the next instance.
   *
   * @param wasSteady Whether it had lasted.
   */
  fail({ silentMs }: ConnectionError, wasSteady: boolean): void {
    // A good instance that broke once is good enough.
    if (!wasSteady || silentMs > 0) this.#turn++;
    this.#isLost ||= this.#position === null;
  }

  /** Whether it always breaks at the same position; then it skips to the newest message. */
  skipPoison(error: ConnectionError): boolean {
    if (this.#position === null || !isCausedByMessage(error)) return false;
    const position = formatBlueskyPosition(this.#position);
    const tries = position === this.#poison.position ? this.#poison.tries : 0;
    this.#poison = { position, tries: tries + 1 };
    if (this.#poison.tries < POISON_TRIES) return false;
    this.#position = null;
    return this.#isLost = true;
  }
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
