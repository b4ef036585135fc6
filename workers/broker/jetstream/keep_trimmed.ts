import type { JetStreamManager } from "nats/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../log.ts";
import type { LogLimits } from "./config.ts";
import { isAway } from "./is_away.ts";
import type { Link } from "./link.ts";
import { tellSeldom } from "./tell_seldom.ts";
import { trimLog } from "./trim.ts";

/** From one look at the log to the next. */
const LOOK_MS = 1_000;

/** What {@linkcode keepTrimmed} works with. */
export interface TrimParts {
  readonly manager: JetStreamManager;
  readonly limits: Required<LogLimits>;
  readonly link: Pick<Link, "whileUp">;
  readonly log: Log;
}

/** Trims the log once a second until `signal` aborts. A failure is told, and tried again. */
export async function keepTrimmed(
  { manager, limits, link, log }: TrimParts,
  signal: AbortSignal,
): Promise<void> {
  const complain = tellSeldom(log);
  while (!signal.aborted) {
    try {
      const trim = () => link.whileUp(trimLog(manager, limits), signal);
      while (await trim() > 0);
    } catch (error) {
      if (signal.aborted) return;
      if (!isAway(error)) throw error;
      complain("warn", "cannot make room in the log", { error });
    }
    await delay(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}
