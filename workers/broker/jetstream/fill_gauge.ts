/** From here on messages are sent one by one. */
const NEARLY_FULL = 0.9;

/** How often the log is looked at, at least: by time, and by what was sent since. */
const LOOK_MS = 1_000;
const LOOK_PART = 0.02;

/** How full the log is. */
export interface Fill {
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Knows about how full the log is, while somebody fills it. */
export interface FillGauge {
  readonly isNearlyFull: boolean;
  /** Tells that this many bytes are on their way into the log. */
  add(bytes: number): void;
}

/** Creates a gauge that looks at the log from time to time. */
export function createFillGauge(
  first: Fill,
  look: () => Promise<Fill>,
): FillGauge {
  let { bytes, maxBytes } = first;
  let bytesSince = 0;
  let lookedMs = performance.now();
  let isLooking = false;

  async function lookAgain(): Promise<void> {
    isLooking = true;
    bytesSince = 0;
    lookedMs = performance.now();
    try {
      const fill = await look();
      ({ maxBytes } = fill);
      bytes = fill.bytes + bytesSince;
    } catch {
      // Whoever publishes tells that the server is away; the estimate only grows.
    } finally {
      isLooking = false;
    }
  }

  return {
    get isNearlyFull() {
      return bytes > NEARLY_FULL * maxBytes;
    },
    add(count) {
      bytes += count;
      bytesSince += count;
      const isDue = performance.now() - lookedMs > LOOK_MS ||
        bytesSince > LOOK_PART * maxBytes;
      if (isDue && !isLooking) void lookAgain();
    },
  };
}
