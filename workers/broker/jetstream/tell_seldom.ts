import type { Log, LogLevel } from "../../../log.ts";

/** From one line to the next. */
const TELL_MS = 30_000;

/** Creates a log for what fails over and over: it writes a line at most every 30 s. */
export function tellSeldom(log: Log): (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => boolean {
  let nextMs = 0;
  return (level, message, fields) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) return false;
    nextMs = nowMs + TELL_MS;
    log(level, message, fields);
    return true;
  };
}
