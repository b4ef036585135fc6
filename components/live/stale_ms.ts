/** Signs of life come every few seconds: without one for so long, what is shown may be old. */
export const STALE_MS = 15_000;
