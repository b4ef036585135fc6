import type { JetStreamManager } from "nats/jetstream";
import { apiCode, CODES } from "./api_code.ts";
import { STREAM } from "./config.ts";

/**
 * The first message of the log that came at `timeMs` or later, looking at those
 * with numbers from `from` up to but not including `to`; `to` if there is none.
 */
export async function findSince(
  manager: JetStreamManager,
  timeMs: number,
  { from, to }: { from: number; to: number },
): Promise<number> {
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const time = await readTime(manager, middle);
    // What was removed by hand has no time: stay on the side that keeps more.
    if (time === null || time >= timeMs) to = middle;
    else from = middle + 1;
  }
  return to;
}

async function readTime(
  manager: JetStreamManager,
  seq: number,
): Promise<number | null> {
  try {
    const message = await manager.streams.getMessage(STREAM, { seq });
    return message && message.time.getTime();
  } catch (error) {
    if (apiCode(error) === CODES.noMessage) return null;
    throw error;
  }
}
