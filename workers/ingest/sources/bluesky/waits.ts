/** How patient the reader of a stream is, in milliseconds. */
export interface BlueskyWaits {
  /** A connection that takes longer to open is given up. @default {5_000} */
  readonly openMs: number;
  /** A connection that says nothing for longer is dead. @default {30_000} */
  readonly silenceMs: number;
  /** How long a closing handshake may take. @default {500} */
  readonly closeMs: number;
  /** Longest wait before the second retry; it doubles; the first comes at once. @default {1_000} */
  readonly retryMs: number;
  /** Longest wait of all. @default {30_000} */
  readonly maxRetryMs: number;
  /** After that long a connection counts as a good one. @default {10_000} */
  readonly steadyMs: number;
  /** How far back to begin again at the same instance. @default {5_000} */
  readonly rewindMs: number;
  /** How far back to begin at another instance, whose clock may differ. @default {60_000} */
  readonly otherRewindMs: number;
}

/** The waits that suit the public instances. */
export const WAITS: BlueskyWaits = {
  openMs: 5_000,
  silenceMs: 30_000,
  closeMs: 500,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  steadyMs: 10_000,
  rewindMs: 5_000,
  otherRewindMs: 60_000,
};
