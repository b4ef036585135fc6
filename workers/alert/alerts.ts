import {
  type AlertEvent,
  type DueAlert,
  withoutRestricted,
} from "../../domain/alert/alert.ts";
import {
  type AlertFormat,
  formatAlert,
  signBody,
} from "../../domain/alert/message.ts";
import { backoffMs, repeat } from "../../domain/time/retry.ts";
import type { Log } from "../../log.ts";
import { AlertRefusedError, sendAlert } from "./send.ts";

/** Where alerts are sent. */
export interface AlertTarget {
  readonly url: URL;
  readonly format: AlertFormat;
  /** Signs what is sent; null for no signature. */
  readonly secret: string | null;
}

/** Alerts that all processes share. */
export interface AlertStore {
  /** Stores an alert unless it, or another of its topic and hour, is stored; says whether. */
  add(
    event: AlertEvent,
    options: { nowMs: number; isSent: boolean },
  ): Promise<boolean>;
  /** Takes an alert that is due for this process alone; null if there is none. */
  takeDue(nowMs: number): Promise<DueAlert | null>;
  /** Notes what became of it. */
  finish(
    due: DueAlert,
    state: "sent" | "failed" | "due",
    nextMs?: number,
  ): Promise<void>;
}

/** What {@linkcode runAlerts} works with. */
export interface AlertParts {
  readonly store: AlertStore;
  /** Finds what is to be reported now; it is stored once, however often it is found. */
  readonly findEvents: () => Promise<readonly AlertEvent[]>;
  /** Null: alerts are only stored. */
  readonly target: AlertTarget | null;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** @default {30_000} */
  readonly findMs?: number;
  /** How often what is due is looked for. @default {1_000} */
  readonly sendMs?: number;
}

/** Finds, stores and sends alerts until `signal` aborts. Any number of processes may do so side by side. */
export async function runAlerts(parts: AlertParts): Promise<void> {
  const { store, findEvents, target, log, signal } = parts;
  const { findMs = 30_000, sendMs = 1_000 } = parts;
  const isSent = target !== null;
  const find = async () => {
    for (const event of await findEvents()) {
      const options = { nowMs: Date.now(), isSent };
      await store.add(withoutRestricted(event), options);
    }
  };
  const send = async () => {
    while (target && !signal.aborted) {
      const due = await store.takeDue(Date.now());
      if (!due) return;
      await deliver(due, target, { store, log });
    }
  };
  await Promise.all([
    repeat(find, {
      ...{ signal, everyMs: findMs },
      onError: (error) => log("warn", "cannot look for alerts", { error }),
    }),
    repeat(send, {
      ...{ signal, everyMs: sendMs },
      onError: (error) => log("warn", "cannot read alerts", { error }),
    }),
  ]);
}

const BACKOFF = { baseMs: 2_000, maxMs: 600_000 };

async function deliver(
  due: DueAlert,
  { url, format, secret }: AlertTarget,
  { store, log }: Pick<AlertParts, "store" | "log">,
): Promise<void> {
  const { id } = due.alert;
  const { body, headers } = formatAlert(due.alert, format);
  const signature = secret === null
    ? {}
    : { "x-freshet-signature": await signBody(body, secret) };
  try {
    const unique = { "idempotency-key": id, "user-agent": "Freshet" };
    await sendAlert({
      url,
      body,
      headers: { ...headers, ...unique, ...signature },
    });
  } catch (error) {
    if (!(error instanceof AlertRefusedError)) throw error;
    const reason = error.message;
    const { host } = url;
    if (error.isFinal) {
      await store.finish(due, "failed");
      return log("error", "an alert was refused", { id, host, reason });
    }
    const waitMs = backoffMs(due.tries + 1, BACKOFF);
    await store.finish(due, "due", Date.now() + Math.round(waitMs));
    return log("warn", "an alert was not taken yet", { id, host, reason });
  }
  await store.finish(due, "sent");
}
