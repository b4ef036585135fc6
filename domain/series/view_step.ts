import { fittingStep } from "./steps.ts";

const HOUR = 3_600;
const MINUTE = 60;

/** The bucket, in seconds, that a page shows a span of so many seconds in: at most 200 of them, of whole minutes from an hour on. */
export function viewStep(span: number): number {
  const step = fittingStep(span);
  return span >= HOUR ? Math.max(MINUTE, step) : step;
}
