/** A signal that aborts unless something is heard in time. */
export interface QuietSignal extends Disposable {
  readonly signal: AbortSignal;
  /** Something was heard: it aborts no more. */
  hear(): void;
}

/** Creates a signal that aborts after `quietMs`, unless something is heard before. */
export function createQuietSignal(quietMs: number): QuietSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), quietMs);
  const hear = () => clearTimeout(timer);
  return { signal: controller.signal, hear, [Symbol.dispose]: hear };
}
