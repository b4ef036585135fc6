import { ConnectionError, type NatsConnection } from "nats";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../log.ts";
import type { Link } from "./link.ts";

/** Longest time that what was written last may take to leave when a link closes. */
const DRAIN_MS = 2_000;

/** What {@linkcode followConnection} works with. */
export interface FollowParts {
  /** For the log. */
  readonly hosts: string;
  readonly log: Log;
}

/** Keeps track of whether a connection's server can be reached. */
export function followConnection(
  connection: NatsConnection,
  { hosts, log }: FollowParts,
): Link {
  const watchers = new Set<(isUp: boolean) => void>();
  let isUp = true;

  function set(value: boolean): void {
    if (value === isUp) return;
    isUp = value;
    for (const tell of [...watchers]) tell(isUp);
  }

  function watch(callback: (isUp: boolean) => void): () => void {
    watchers.add(callback);
    return () => void watchers.delete(callback);
  }

  async function follow(): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === "disconnect") {
        if (isUp) log("warn", "NATS is away", { hosts });
        set(false);
      }
      if (status.type === "reconnect") {
        log("info", "NATS is back", { hosts });
        set(true);
      }
      if (status.type === "error") {
        log("warn", "NATS complains", { hosts, error: status.error });
      }
    }
    set(false);
  }

  /** Resolves when the state changes to `wanted`; rejects when `signal` aborts. */
  function change(wanted: boolean, signal: AbortSignal) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    const unwatch = watch((isUp) => isUp === wanted && resolve());
    const forget = () => {
      signal.removeEventListener("abort", abort);
      unwatch();
    };
    return { promise, forget };
  }

  void follow();
  return {
    connection,
    get isUp() {
      return isUp;
    },
    watch,
    async whenUp(signal) {
      signal.throwIfAborted();
      if (isUp) return;
      const up = change(true, signal);
      await up.promise.finally(up.forget);
    },
    async whileUp(work, signal) {
      const down = change(false, signal);
      const away = down.promise.then(() => {
        throw new ConnectionError("NATS is away");
      });
      return await Promise.race([work, away]).finally(down.forget);
    },
    async [Symbol.asyncDispose]() {
      if (connection.isClosed()) return;
      const stop = new AbortController();
      const drained = isUp ? connection.drain() : connection.close();
      const late = delay(DRAIN_MS, undefined, { signal: stop.signal });
      await Promise.race([drained, late]).catch(() => {});
      stop.abort();
      await late.catch(() => {});
      await connection.close();
    },
  };
}
