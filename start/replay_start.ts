import { parseArgs } from "node:util";
import { parseInstant } from "../domain/request/parameters.ts";
import type { LogStart } from "../workers/broker/jetstream/read.ts";
import { StartError } from "./role.ts";

/**
 * Reads `--from`: a number of the log, or an ISO 8601 time. Without it the
 * replay begins with the first message.
 *
 * @throws {StartError} If it is neither.
 */
export function readReplayStart(args: readonly string[]): LogStart {
  const { from } = parseArgs({
    args: [...args],
    options: { from: { type: "string" } },
  }).values;
  if (from === undefined) return { seq: 1 };
  if (/^[1-9]\d{0,14}$/.test(from)) return { seq: Number(from) };
  const seconds = parseInstant(from);
  if (seconds !== null && /\D/.test(from)) {
    return { time: new Date(seconds * 1_000) };
  }
  throw new StartError(
    "--from",
    from,
    "must be a number of the log or a time such as 2026-01-31T12:00:00Z",
  );
}
