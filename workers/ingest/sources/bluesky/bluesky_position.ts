/** Where a reader of Jetstream goes on. */
export interface BlueskyPosition {
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
