import type { Log } from "../../../log.ts";
import { apiCode, CODES } from "./api_code.ts";
import { tellSeldom } from "./tell_seldom.ts";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** What publishing does about a log that does not take its messages. */
export interface Trouble {
  /** Whether nothing is sent for the moment. */
  readonly isResting: boolean;
  /** How many messages may be on their way: few after trouble, then twice as many each time. */
  limit(max: number): number;
  /** A message was not taken. */
  hit(error: unknown): void;
  /** A message was taken. */
  isOver(): void;
  close(): void;
}

/** Creates the memory of what went wrong. Calls `goOn` when it has rested long enough. */
export function createTrouble(log: Log, goOn: () => void): Trouble {
  let window = Infinity;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;
  const complain = tellSeldom(log);

  function tell(error: unknown): void {
    const why = apiCode(error) === CODES.full
      ? "the log is full of what is not stored"
      : error;
    isTold = complain("warn", "publishing waits", { error: why }) || isTold;
  }

  return {
    get isResting() {
      return timer !== undefined;
    },
    limit: (max) => Math.min(window, max),
    hit(error) {
      window = 1;
      if (timer !== undefined) return;
      tell(error);
      timer = setTimeout(() => {
        timer = undefined;
        goOn();
      }, pauseMs * (0.5 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    },
    isOver() {
      window *= 2;
      if (timer !== undefined) return;
      pauseMs = FIRST_PAUSE_MS;
      if (isTold) log("info", "publishing goes on");
      isTold = false;
    },
    close: () => clearTimeout(timer),
  };
}
