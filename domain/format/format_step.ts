import { formatCount } from "./format_count.ts";

const STEP_UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];

/** A bucket's span as it follows "per": `minute`, `10 minutes`, `30 seconds`. */
export function formatStep(step: number): string {
  for (const [seconds, name] of STEP_UNITS) {
    if (step % seconds !== 0) continue;
    const count = step / seconds;
    return count === 1 ? name : `${formatCount(count)}\u00a0${name}s`;
  }
  return step === 1 ? "second" : `${formatCount(step)}\u00a0seconds`;
}
