/** How the connection is after a question without answer that is asked again in so many ms. */
export function failedStatus(retryMs: number): LiveStatus {
  return navigator.onLine
    ? { kind: "reconnecting", until: Date.now() + retryMs }
    : { kind: "offline" };
}

/** The parts of a browser's window and document that say whether anyone looks. */
interface PageSeams {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly visibilityState: string };
}

/** Options for {@linkcode followPage}. */
export interface FollowPageOptions {
  /** How long a hidden page stays connected. @default {60_000} */
  hiddenMs?: number;
}

/**
 * Connects while the page is looked at: not in the back-forward cache, not
 * after it was hidden for a while, and at once when the network is back.
 */
export function followPage(
  stream: Pick<LiveStream, "open" | "close" | "rest" | "goOffline">,
  { window, document }: PageSeams,
  signal: AbortSignal,
  options: FollowPageOptions = {},
): void {
  const { hiddenMs = 60_000 } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => stream.rest(), hiddenMs);
    } else {
      stream.open();
    }
  }
  function leave(): void {
    clearTimeout(timer);
    stream.close();
  }

  document.addEventListener("visibilitychange", follow, { signal });
  window.addEventListener("pageshow", follow, { signal });
  window.addEventListener("pagehide", leave, { signal });
  window.addEventListener("online", follow, { signal });
  window.addEventListener("offline", () => stream.goOffline(), { signal });
  signal.addEventListener("abort", leave, { once: true });
  follow();
}

/** The part of an `EventSource` that a live stream needs. */
export interface EventSourceLike {
  addEventListener(
    type: string,
    listener: (event: MessageEvent) => void,
  ): void;
  close(): void;
}

/** How the connection is. */
export type LiveStatus =
  /** Not asked for: the page is as the server sent it. */
  | { readonly kind: "still" }
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Tries again at `until`, in epoch milliseconds by the clock of the browser. */
  | { readonly kind: "reconnecting"; readonly until: number }
  | { readonly kind: "offline" }
  /** Nobody looks at the page: it goes on when somebody does. */
  | { readonly kind: "resting" };

/** Who listens to a {@linkcode LiveStream}. */
export interface LiveStreamHandlers {
  event(type: string, data: string): void;
  status(status: LiveStatus): void;
}

/** Options for {@linkcode LiveStream}. */
export interface LiveStreamOptions {
  /** @default a browser's `EventSource` */
  connect?: (address: string) => EventSourceLike;
  /** Calls back later; what it returns takes that back. @default by `setTimeout` */
  after?: (ms: number, callback: () => void) => () => void;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
  /** @default {Math.random} */
  random?: () => number;
  /** @default by `navigator.onLine` */
  isOnline?: () => boolean;
}

const EVENTS = ["snapshot", "tick", "delete", "beat"];
/** A connection that held for so long makes up for failures before it. */
const STEADY_MS = 10_000;
/** A server that goes away asks its readers back within so long. */
const DRAIN_MS = 5_000;
/** After so long without a word the connection may be dead without anyone knowing. */
const SILENT_MS = 45_000;

/** One connection to the server's events, made again whenever it breaks. */
export class LiveStream implements Disposable {
  readonly #address: () => string;
  readonly #handlers: LiveStreamHandlers;
  readonly #options: Required<LiveStreamOptions>;
  #source: EventSourceLike | null = null;
  #cancelRetry: (() => void) | null = null;
  #failures = 0;
  #openedAt = Infinity;
  #heardAt = 0;

  /** @param address Asked before each connection: it carries the newest cursor. */
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

  /** Connects now, unless it is connected. */
  open(): void {
    if (this.#source) return;
    this.close();
    this.#handlers.status({ kind: "connecting" });
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

  /** Disconnects, and says so, until {@linkcode open} is called. */
  rest(): void {
    this.close();
    this.#handlers.status({ kind: "resting" });
  }

  /** Says that the network is gone; tries again all the same, since browsers may be wrong. */
  goOffline(): void {
    this.close();
    this.#failures += 1;
    this.#retryIn(backoff(this.#failures, this.#options));
  }

  /** Connects anew if nothing was heard for long, as after a sleep of the machine. */
  reopenIfSilent(): void {
    if (!this.#source || this.#openedAt === Infinity) return;
    if (this.#options.now() - this.#heardAt < SILENT_MS) return;
    this.close();
    this.#connect();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #connect(): void {
    const source = this.#options.connect(this.#address());
    this.#source = source;
    const listen = (type: string, listener: (event: MessageEvent) => void) =>
      source.addEventListener(type, (event) => {
        if (this.#source === source) listener(event);
      });
    listen("open", () => this.#opened());
    listen("error", () => this.#failed());
    listen("drain", () => this.#drained());
    for (const type of EVENTS) {
      listen(type, ({ data }) => {
        this.#heardAt = this.#options.now();
        this.#failures = 0;
        this.#handlers.event(type, String(data));
      });
    }
  }

  #opened(): void {
    this.#openedAt = this.#heardAt = this.#options.now();
    this.#handlers.status({ kind: "live" });
  }

  #failed(): void {
    const isSteady = this.#options.now() - this.#openedAt >= STEADY_MS;
    this.#failures = isSteady ? 1 : this.#failures + 1;
    this.close();
    this.#retryIn(backoff(this.#failures, this.#options));
  }

  #drained(): void {
    this.close();
    this.#retryIn(this.#options.random() * DRAIN_MS);
  }

  #retryIn(ms: number): void {
    const { isOnline, now, after } = this.#options;
    this.#handlers.status(
      isOnline()
        ? { kind: "reconnecting", until: now() + ms }
        : { kind: "offline" },
    );
    this.#cancelRetry = after(ms, () => {
      this.#cancelRetry = null;
      if (isOnline()) this.#handlers.status({ kind: "connecting" });
      this.#connect();
    });
  }
}

function startTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Longest wait before the first try again. */
const FIRST_MS = 1_000;
/** Longest wait of all. */
const LONGEST_MS = 30_000;

/** Options for {@linkcode backoff}. */
export interface BackoffOptions {
  /** @default {Math.random} */
  random?: () => number;
}

/**
 * How long to wait after so many failures in a row, in ms: anything between
 * nothing and a bound that doubles, so that many readers do not come at once.
 */
export function backoff(
  failures: number,
  options: BackoffOptions = {},
): number {
  const { random = Math.random } = options;
  return random() *
    Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}
