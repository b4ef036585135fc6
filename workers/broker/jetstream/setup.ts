import type { JetStreamManager, StreamInfo } from "nats/jetstream";
import { sleep } from "../../../domain/time/retry.ts";
import type { Log } from "../../../log.ts";
import { BrokerError, LogLostError } from "../broker.ts";
import {
  CONSUMER,
  consumerConfig,
  type LogLimits,
  STREAM,
  streamConfig,
} from "./config.ts";
import {
  apiCode,
  CODES,
  isForbidden,
  isStreamGone,
  type LogAccess,
  retryTransient,
  toBrokerError,
} from "./errors.ts";
import { verifyStream } from "./read.ts";
import { trimLog } from "./trim.ts";

/**
 * What the log is opened for. `persist` creates the stream and its consumer, and
 * updates settings that differ. `ingest` creates a missing stream. `read` creates
 * and changes nothing.
 */
export type LogUse = "persist" | "ingest" | "read";

/** Settings that no server changes once a stream exists. */
const FIXED = ["mirror", "storage", "retention", "sealed", "deny_delete"];

/** Settings with which no message is lost, whatever they are. */
const HARMLESS = [
  "description",
  "max_bytes",
  "num_replicas",
  "duplicate_window",
];

/**
 * Makes sure that the stream exists with the wanted settings; returns its state.
 * If the log holds more than a lower limit allows, the limit stays; so do
 * harmless settings that this user may not change.
 *
 * @throws {BrokerError} If it cannot be created, or a setting cannot be changed.
 */
export async function ensureStream(
  manager: JetStreamManager,
  limits: LogLimits,
  use: LogUse,
  log: Log,
): Promise<StreamInfo> {
  const what = `stream ${STREAM}`;
  const wanted = streamConfig(limits);
  const find = () => manager.streams.info(STREAM);
  const create = use === "read" ? null : () => manager.streams.add(wanted);
  const info = await findOrCreate(what, find, create, log);
  let changes = findChanges(info.config, { ...wanted, mirror: null });
  const fixed = changes.filter(({ name }) => FIXED.includes(name));
  if (fixed.length > 0) {
    throw new BrokerError(
      `of ${what}, ${describe(fixed)} (this never changes)`,
    );
  }
  if (use !== "persist") return info;
  const isSize = ({ name }: Change) => name === "max_bytes";
  if (changes.some(isSize) && !await fits(manager, limits)) {
    const message = "cannot lower the log's size: it holds unstored messages";
    log("warn", message, { maxBytes: limits.maxBytes });
    changes = changes.filter((change) => !isSize(change));
  }
  const update = manager.streams.update.bind(manager.streams, STREAM);
  try {
    return await apply(what, changes, update, log) ?? info;
  } catch (error) {
    const isHarmless = changes.every(({ name }) => HARMLESS.includes(name));
    if (!isForbidden(error) || !isHarmless) throw error;
    const how = describe(changes);
    log("warn", `may not change the ${what}: it stays as it is`, { how });
    return info;
  }
}

/** Whether the log fits a lower limit: a server drops what is over it, stored or not. */
async function fits(
  manager: JetStreamManager,
  limits: LogLimits,
): Promise<boolean> {
  while (await trimLog(manager, limits) > 0);
  const { state } = await manager.streams.info(STREAM);
  return state.bytes <= limits.maxBytes;
}

/** Settings that the consumer must not have. */
const UNSET = {
  deliver_subject: null,
  filter_subject: null,
  filter_subjects: null,
};

/**
 * Makes sure that the consumer exists with the wanted settings.
 *
 * @throws {BrokerError} If it cannot be created, or a setting cannot be changed.
 */
export async function ensureConsumer(
  { consumers }: JetStreamManager,
  limits: LogLimits,
  log: Log,
): Promise<void> {
  const what = `consumer ${CONSUMER} of stream ${STREAM}`;
  const wanted = consumerConfig(limits);
  const find = () => consumers.info(STREAM, CONSUMER);
  const create = () => consumers.add(STREAM, wanted);
  const { config } = await findOrCreate(what, find, create, log);
  const changes = findChanges(config, { ...wanted, ...UNSET });
  await apply(
    what,
    changes,
    consumers.update.bind(consumers, STREAM, CONSUMER),
    log,
  );
}

/** Deletes the stream; waits until it is gone if this user may not. */
export async function deleteLog(
  access: LogAccess,
  stream: StreamInfo,
  signal: AbortSignal,
): Promise<void> {
  const { manager, log } = access;
  const verify = () => verifyStream(manager, stream);
  try {
    await retryTransient(access, signal, verify);
    await retryTransient(access, signal, () => manager.streams.delete(STREAM));
  } catch (error) {
    if (error instanceof LogLostError || isStreamGone(error)) return;
    if (!isForbidden(error)) throw error;
    log("error", `delete the stream ${STREAM}: what it held is stored`, {
      error,
    });
    await waitUntilGone(access, verify, signal);
  }
}

/** Between two looks at a stream that is to be deleted by hand. */
const LOOK_MS = 1_000;

async function waitUntilGone(
  access: LogAccess,
  verify: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!signal.aborted) {
      await retryTransient(access, signal, verify);
      await sleep(LOOK_MS, signal);
    }
  } catch (error) {
    if (!(error instanceof LogLostError || isStreamGone(error))) throw error;
  }
}

async function findOrCreate<T>(
  what: string,
  find: () => Promise<T>,
  create: (() => Promise<T>) | null,
  log: Log,
): Promise<T> {
  try {
    return await find();
  } catch (error) {
    const code = apiCode(error);
    if (code !== CODES.noStream && code !== CODES.noConsumer) throw error;
    if (!create) throw new BrokerError(`there is no ${what} yet`);
  }
  try {
    const info = await create();
    log("info", `created the ${what}`);
    return info;
  } catch (error) {
    if (apiCode(error) === CODES.streamNameTaken) return await find(); // another was faster
    const problem = `there is no ${what}, and it cannot be created: `;
    throw toBrokerError(error, problem);
  }
}

/** A setting that differs from the wanted one. */
interface Change {
  readonly name: string;
  readonly real: unknown;
  readonly wanted: unknown;
}

/** Settings of `wanted` that `real` does not have. A server leaves out empty ones. */
function findChanges(
  real: object,
  wanted: Readonly<Record<string, unknown>>,
): Change[] {
  const values = new Map<string, unknown>(Object.entries(real));
  return Object.entries(wanted)
    .map(([name, wanted]) => ({ name, wanted, real: values.get(name) }))
    .filter(({ wanted, real }) => comparable(wanted) !== comparable(real));
}

function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value || 0);
}

/** Updates what differs; returns what the server answers, if anything did. */
async function apply<T>(
  what: string,
  changes: readonly Change[],
  update: (settings: Record<string, unknown>) => Promise<T>,
  log: Log,
): Promise<T | undefined> {
  if (changes.length === 0) return undefined;
  try {
    const info = await update(Object.fromEntries(
      changes.map(({ name, wanted }) => [name, wanted ?? undefined]),
    ));
    log("info", `updated the ${what}`, { how: describe(changes) });
    return info;
  } catch (error) {
    throw toBrokerError(error, `of ${what}, ${describe(changes)}: `);
  }
}

function describe(changes: readonly Change[]): string {
  const show = (value: unknown) => JSON.stringify(value ?? null);
  return changes.map(({ name, real, wanted }) =>
    `${name} is ${show(real)}, must be ${show(wanted)}`
  ).join("; ");
}
