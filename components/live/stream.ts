import type {
  Beat,
  Deletion,
  Snapshot,
  Tick,
  TopicSnapshot,
  TopicTick,
} from "../../domain/live/snapshot.ts";
import { type Backoff, backoffMs } from "../../domain/time/retry.ts";

/** An event of the live stream; topics are by slug. */
export type LiveEvent =
  | { readonly type: "snapshot" } & WithTopics<Snapshot, TopicSnapshot>
  | { readonly type: "tick" } & WithTopics<Tick, TopicTick>
  | { readonly type: "delete" } & Deletion
  | { readonly type: "beat" } & Beat;

type WithTopics<Event, Topic> = Omit<Event, "topics"> & {
  readonly topics: ReadonlyMap<string, Topic>;
};

const EVENTS = ["snapshot", "tick", "delete", "beat"] as const;

/** Reads an event as the server writes it; null if it is broken. */
export function parseLiveEvent(
  type: LiveEvent["type"],
  data: string,
): LiveEvent | null {
  try {
    const event = JSON.parse(data);
    if (type !== "beat" && typeof event.cursor !== "string") return null;
    if (type === "beat" || type === "delete") return { ...event, type };
    return { ...event, type, topics: new Map(Object.entries(event.topics)) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** State of the connection. */
export type LiveStatus =
  /** Not started: the page is as the server sent it. */
  | { readonly kind: "idle" }
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Retries at `until`, in epoch milliseconds by the browser's clock. */
  | { readonly kind: "reconnecting"; readonly until: number }
  | { readonly kind: "offline" }
  /** Closed while the page is hidden. */
  | { readonly kind: "suspended" };

/** The status before a retry in so many milliseconds. */
export function retryStatus(
  waitMs: number,
  nowMs: number = Date.now(),
  isOnline: boolean = navigator.onLine,
): LiveStatus {
  return isOnline
    ? { kind: "reconnecting", until: nowMs + waitMs }
    : { kind: "offline" };
}

/** Fully random, so that readers do not all come back at once. */
export const RETRY: Backoff = { baseMs: 1_000, maxMs: 30_000, jitter: 1 };

/** A connection that held this long clears the failures before it. */
const STEADY_MS = 10_000;
/** A server that shuts down wants its readers back within this time. */
const DRAIN_MS = 5_000;
/** A connection that is silent for longer may be dead. */
const SILENT_MS = 45_000;

/** The part of an `EventSource` that a live stream needs. */
export interface EventSourceLike {
  addEventListener(
    type: string,
    listener: (event: MessageEvent) => void,
  ): void;
  close(): void;
}

/** Receives what a {@linkcode LiveStream} reads. */
export interface LiveStreamHandlers {
  receive(event: LiveEvent): void;
  setStatus(status: LiveStatus): void;
}

/** Options for {@linkcode LiveStream}. */
export interface LiveStreamOptions {
  /** @default a browser's `EventSource` */
  connect?: (address: string) => EventSourceLike;
  /** Starts a timer and returns a function that cancels it. @default by `setTimeout` */
  after?: (ms: number, callback: () => void) => () => void;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
  /** @default {Math.random} */
  random?: () => number;
  /** @default by `navigator.onLine` */
  isOnline?: () => boolean;
}

/** A connection to the server's events that reconnects when it breaks. */
export class LiveStream {
  readonly #address: () => string;
  readonly #handlers: LiveStreamHandlers;
  readonly #options: Required<LiveStreamOptions>;
  #source: EventSourceLike | null = null;
  #cancelRetry: (() => void) | null = null;
  #failures = 0;
  #openedAt = Infinity;
  #heardAt = 0;

  /** @param address Read before each connection: it carries the newest cursor. */
  constructor(
    address: () => string,
    handlers: LiveStreamHandlers,
    options: LiveStreamOptions = {},
  ) {
    this.#address = address;
    this.#handlers = handlers;
    this.#options = {
      connect: (address) => new EventSource(address),
      after: startTimer,
      now: Date.now,
      random: Math.random,
      isOnline: () => navigator.onLine,
      ...options,
    };
  }

  /** Connects now, unless connected. */
  open(): void {
    if (this.#source) return;
    this.close();
    this.#handlers.setStatus({ kind: "connecting" });
    this.#connect();
  }

  /** Disconnects until {@linkcode open} is called. */
  close(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#source?.close();
    this.#source = null;
    this.#openedAt = Infinity;
  }

  /** Disconnects a hidden page until {@linkcode open} is called. */
  suspend(): void {
    this.close();
    this.#handlers.setStatus({ kind: "suspended" });
  }

  /** Disconnects and retries all the same: browsers may be wrong about the network. */
  goOffline(): void {
    this.close();
    this.#failures += 1;
    this.#retry();
  }

  /** Reconnects after a long silence, for instance when the machine was asleep. */
  reopenIfSilent(): void {
    if (!this.#source || this.#openedAt === Infinity) return;
    if (this.#options.now() - this.#heardAt < SILENT_MS) return;
    this.close();
    this.#connect();
  }

  #connect(): void {
    const source = this.#options.connect(this.#address());
    this.#source = source;
    const listen = (type: string, listener: (event: MessageEvent) => void) =>
      source.addEventListener(type, (event) => {
        if (this.#source === source) listener(event);
      });
    listen("open", () => {
      this.#openedAt = this.#heardAt = this.#options.now();
      this.#handlers.setStatus({ kind: "live" });
    });
    listen("error", () => {
      const isSteady = this.#options.now() - this.#openedAt >= STEADY_MS;
      this.#failures = isSteady ? 1 : this.#failures + 1;
      this.close();
      this.#retry();
    });
    listen("drain", () => {
      this.close();
      this.#retry(this.#options.random() * DRAIN_MS);
    });
    for (const type of EVENTS) {
      listen(type, ({ data }) => {
        this.#heardAt = this.#options.now();
        this.#failures = 0;
        const event = parseLiveEvent(type, String(data));
        if (event) this.#handlers.receive(event);
      });
    }
  }

  #retry(waitMs: number = this.#backoffMs()): void {
    const { isOnline, now, after } = this.#options;
    this.#handlers.setStatus(retryStatus(waitMs, now(), isOnline()));
    this.#cancelRetry = after(waitMs, () => {
      this.#cancelRetry = null;
      if (isOnline()) this.#handlers.setStatus({ kind: "connecting" });
      this.#connect();
    });
  }

  #backoffMs(): number {
    const { random } = this.#options;
    return backoffMs(this.#failures, { ...RETRY, random });
  }
}

function startTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
