import { WINDOW_SPAN, WINDOW_STEP } from "../live/snapshot.ts";

/** The live window in seconds since the epoch; its last bucket is the current one. */
export function windowRange(nowMs: number): { from: number; to: number } {
  const to = (Math.floor(nowMs / 1_000 / WINDOW_STEP) + 1) * WINDOW_STEP;
  return { from: to - WINDOW_SPAN, to };
}
