/** Options for {@linkcode keepAnswer}. */
export interface KeepAnswerOptions {
  /** Shortest time that an answer is kept. @default {1_000} */
  leastMs?: number;
  /** Longest time. @default {10_000} */
  mostMs?: number;
  /** How many times as long as it took to get it. @default {20} */
  times?: number;
}

/**
 * Gives the same answer to all who ask within a while: the longer `ask` takes,
 * the longer, so that however many ask, little time goes into it.
 */
export function keepAnswer<T>(
  ask: () => Promise<T>,
  options: KeepAnswerOptions = {},
): () => Promise<T> {
  const { leastMs = 1_000, mostMs = 10_000, times = 20 } = options;
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    const startMs = performance.now();
    if (kept && startMs < kept.until) return kept.answer;
    const asked = { answer: ask(), until: Infinity };
    asked.answer.then(() => {
      const nowMs = performance.now();
      const ms = times * (nowMs - startMs);
      asked.until = nowMs + Math.min(mostMs, Math.max(leastMs, ms));
    }, () => asked.until = 0);
    kept = asked;
    return asked.answer;
  };
}
