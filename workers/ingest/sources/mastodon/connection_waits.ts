/** How long a live source waits for what, in milliseconds. */
export interface ConnectionWaits {
  /** Silence that counts as a dead connection; Mastodon gives a sign of life every 15 to 30 s. @default {60_000} */
  readonly silenceMs: number;
  /** For an answer. @default {10_000} */
  readonly answerMs: number;
  /** Before the second try; the first comes at once. @default {1_000} */
  readonly leastRetryMs: number;
  /** Between tries, at most. @default {60_000} */
  readonly mostRetryMs: number;
  /** A connection that stood so long was a good one: the next tries begin anew. @default {10_000} */
  readonly steadyMs: number;
  /** How far back a gap is read: posts of other servers come late, numbered by their own time. @default {15_000} */
  readonly rewindMs: number;
}

/** What Mastodon's servers are used to. */
export const WAITS: ConnectionWaits = {
  silenceMs: 60_000,
  answerMs: 10_000,
  leastRetryMs: 1_000,
  mostRetryMs: 60_000,
  steadyMs: 10_000,
  rewindMs: 15_000,
};
