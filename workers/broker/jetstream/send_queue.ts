import type { Log } from "../../../log.ts";
import type { OutgoingMessage } from "../broker.ts";
import { apiCode, CODES, tellSeldom } from "./errors.ts";

/** A message that is not acknowledged yet. */
export interface Item {
  readonly message: OutgoingMessage;
  /** Its id, as the header carries it. */
  readonly id: string;
  /** Bytes of data and header. */
  readonly payload: number;
  /** Bytes that it takes in the log. */
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One sending of a message. */
export interface Attempt {
  readonly item: Item;
  readonly order: number;
}

/** How much may be on its way at once. One message may always. */
export interface Room {
  readonly messages: number;
  readonly bytes: number;
}

/** Messages that wait or are on their way, in the order in which they were given. */
export interface SendQueue {
  readonly length: number;
  readonly inFlight: number;
  add(item: Item): void;
  /** The next to send, if there is one, and room for it. */
  next(room: Room): Attempt | undefined;
  /** Its fate is known: it is forgotten. Tells whether it was still on its way. */
  settle(attempt: Attempt): boolean;
  /** It is to be sent again: before all that come after it, when the fate of all others is known. */
  takeBack(attempt: Attempt): void;
  /** Nothing that is on its way has an answer any more. */
  takeAllBack(): void;
  /** Forgets and tells everything. */
  clear(): Item[];
}

/** Creates an empty queue. */
export function createSendQueue(): SendQueue {
  const waiting: Attempt[] = []; // by order
  const inFlight = new Set<Attempt>();
  let given = 0;
  let bytesInFlight = 0;
  let isRepairing = false;

  function settle(attempt: Attempt): boolean {
    if (!inFlight.delete(attempt)) return false;
    bytesInFlight -= attempt.item.size;
    return true;
  }

  function takeBack({ item, order }: Attempt): void {
    isRepairing = true;
    const at = waiting.findIndex((other) => other.order > order);
    const again = { item, order }; // a late answer to the first is not its own
    waiting.splice(at < 0 ? waiting.length : at, 0, again);
  }

  function takeAllBack(): void {
    for (const attempt of [...inFlight]) {
      settle(attempt);
      takeBack(attempt);
    }
  }

  return {
    get length() {
      return waiting.length + inFlight.size;
    },
    get inFlight() {
      return inFlight.size;
    },
    add: (item) => void waiting.push({ item, order: given++ }),
    next({ messages, bytes }) {
      const [attempt] = waiting;
      if (!attempt || isRepairing && inFlight.size > 0) return;
      const { size } = attempt.item;
      const hasRoom = inFlight.size < messages && bytesInFlight + size <= bytes;
      if (!hasRoom && inFlight.size > 0) return;
      isRepairing = false;
      waiting.shift();
      inFlight.add(attempt);
      bytesInFlight += size;
      return attempt;
    },
    settle,
    takeBack,
    takeAllBack,
    clear() {
      takeAllBack();
      return waiting.splice(0).map(({ item }) => item);
    },
  };
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** What publishing does about a log that does not take its messages. */
interface Trouble {
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
