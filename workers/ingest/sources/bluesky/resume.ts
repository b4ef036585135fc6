import type { BlueskyWaits, Ended } from "./connection.ts";

/** Ends of a connection that a message brings about: it comes again with each retry. */
const POISON = /UTF-8|too large/;
const POISON_TRIES = 5;

/** What an instance does not have any more, in milliseconds since the epoch. */
export interface Missing {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Knows where to go on, and at which instance. */
export interface Resume {
  /** Whom to ask next, and from where; null: for what is newest. */
  target(): { host: string; cursor: number | null };
  /** Whether it goes on somewhere. */
  readonly hasPlace: boolean;
  /** Whether what came before cannot be found: there was a place, and it is of no use. */
  readonly isLost: boolean;
  /** What is missing if an instance begins with a message of this time; null: nothing. */
  missingBefore(host: string, timeUs: number): Missing | null;
  /** A message was taken. */
  move(host: string, timeUs: number): void;
  /**
   * A connection failed; answers how long to wait.
   *
   * @param wasSteady Whether it had been a good one.
   */
  fail(ended: Ended, wasSteady: boolean): number;
  /** Whether it always breaks at the same place; then what is newest comes next. */
  giveUp(ended: Ended): boolean;
}

/** Begins at a checkpoint's position, or at what is newest. */
export function createResume(
  position: string | null,
  hosts: readonly string[],
  waits: BlueskyWaits,
): Resume {
  let place: BlueskyPosition | null = position === null
    ? null
    : parseBlueskyPosition(position, Date.now());
  let isLost = position !== null && place === null;
  let turn = Math.max(0, hosts.indexOf(place?.host ?? ""));
  let failures = 0;
  const poison = { place: "", tries: 0 };
  const rewindMs = (host: string) =>
    host === place?.host ? waits.rewindMs : waits.otherRewindMs;

  return {
    get hasPlace() {
      return place !== null;
    },
    get isLost() {
      return isLost;
    },
    target() {
      const host = hosts[turn % hosts.length]!;
      if (place === null) return { host, cursor: null };
      const cursor = Math.floor(place.timeUs - rewindMs(host) * 1_000);
      return { host, cursor: Math.max(0, cursor) };
    },
    missingBefore(host, timeUs) {
      if (place === null) return null;
      // Whoever still has what lies before the place begins with that.
      const slackUs = host === place.host ? 0 : waits.rewindMs * 1_000;
      if (timeUs <= place.timeUs + slackUs) return null;
      return {
        fromMs: Math.floor(place.timeUs / 1_000),
        toMs: Math.floor(timeUs / 1_000),
      };
    },
    move(host, timeUs) {
      place = { host, timeUs };
      isLost = false;
    },
    fail({ cause }, wasSteady) {
      failures = wasSteady ? 1 : failures + 1;
      const isBlip = wasSteady && (cause === "closed" || cause === "lost");
      if (!isBlip) turn++;
      return Math.round(retryWait(failures, waits));
    },
    giveUp({ cause, why }) {
      if (place === null || cause !== "lost" || !POISON.test(why)) return false;
      const here = formatBlueskyPosition(place);
      poison.tries = poison.place === here ? poison.tries + 1 : 1;
      poison.place = here;
      if (poison.tries < POISON_TRIES) return false;
      place = null;
      isLost = true;
      return true;
    },
  };
}

/** Where a reader of Jetstream goes on. */
interface BlueskyPosition {
  /** The instance whose clock it is: `name[:port]`. */
  readonly host: string;
  /** Microseconds since the epoch. */
  readonly timeUs: number;
}

/** Writes a position as a checkpoint keeps it. */
export function formatBlueskyPosition(
  { host, timeUs }: BlueskyPosition,
): string {
  return `${host} ${timeUs}`;
}

/** How far clocks may be apart before a time is taken to be of the future. */
const TOLERANCE_MS = 60_000;

/** Reads a checkpoint; null if it is none, or of the future. */
export function parseBlueskyPosition(
  text: string,
  nowMs: number,
): BlueskyPosition | null {
  const [, host, digits] = /^(\S+) (\d{1,16})$/.exec(text) ?? [];
  const timeUs = Number(digits);
  if (!host || timeUs > (nowMs + TOLERANCE_MS) * 1_000) return null;
  return { host, timeUs };
}

/**
 * How long to wait before trying again, in ms: nothing after the first failure
 * in a row, then anything up to a bound that doubles, so that those whom the
 * same server lost do not all come back at once.
 */
export function retryWait(
  failures: number,
  { retryMs, maxRetryMs }: Pick<BlueskyWaits, "retryMs" | "maxRetryMs">,
  random: () => number = Math.random,
): number {
  if (failures <= 1) return 0;
  return random() * Math.min(maxRetryMs, retryMs * 2 ** (failures - 2));
}
