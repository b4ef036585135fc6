/** The times that X's documentation asks for, and a few of ours; in milliseconds. */
export interface XWaits {
  /** After an error of the network, longer by this than the time before. */
  readonly networkStepMs: number;
  readonly networkMaxMs: number;
  /** After the first error of HTTP; then twice as long each time. */
  readonly httpFirstMs: number;
  readonly httpMaxMs: number;
  /** After the first "too many requests" that names no time; then twice as long each time. */
  readonly rateFirstMs: number;
  readonly rateMaxMs: number;
  /** Longest wait for the time that X names. */
  readonly resetMaxMs: number;
  /** A little more than X says, as clocks differ. */
  readonly resetGraceMs: number;
  /** The span for which X limits requests. */
  readonly windowMs: number;
  /** A connection without a line for so long is dead. X sends one every 20 s. */
  readonly silenceMs: number;
  /** How long X may take to begin an answer. */
  readonly answerMs: number;
  /** A connection that stands for so long is told of, even if nothing came yet. */
  readonly standsMs: number;
  /** Shorter connections are failures of the network. */
  readonly steadyMs: number;
  /** From a change of topics until the rules follow, so that many changes are one. */
  readonly gatherMs: number;
  /** Rules that were looked at more recently are not looked at again. */
  readonly rulesAgeMs: number;
  /** While the day's posts are spent: from one look at the time to the next. */
  readonly spentMs: number;
  /** What was read already is handed on, and then written down, for so long after the end. */
  readonly endMs: number;
}

/** As X's documentation has it. */
export const X_WAITS: XWaits = {
  networkStepMs: 250,
  networkMaxMs: 16_000,
  httpFirstMs: 5_000,
  httpMaxMs: 320_000,
  rateFirstMs: 60_000,
  rateMaxMs: 900_000,
  resetMaxMs: 86_400_000,
  resetGraceMs: 1_000,
  windowMs: 900_000,
  silenceMs: 25_000,
  answerMs: 20_000,
  standsMs: 1_000,
  steadyMs: 5_000,
  gatherMs: 400,
  rulesAgeMs: 60_000,
  spentMs: 60_000,
  endMs: 400,
};
