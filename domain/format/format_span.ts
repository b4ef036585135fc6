import { formatCount } from "./format_count.ts";

const SPAN_UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
];

/** How long something lasts, to the whole unit: `8 s`, `6 min`, `3 h`, `5 d`. */
export function formatSpan(seconds: number): string {
  const unit = SPAN_UNITS.find(([size]) => seconds >= size);
  const [size, name] = unit ?? [1, "s"];
  return `${formatCount(Math.max(0, Math.floor(seconds / size)))}\u00a0${name}`;
}
