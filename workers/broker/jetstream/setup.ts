import type { JetStreamManager, StreamInfo } from "nats/jetstream";
import type { Log } from "../../../log.ts";
import { BrokerError } from "../broker.ts";
import {
  CONSUMER,
  consumerConfig,
  type LogLimits,
  STREAM,
  streamConfig,
} from "./config.ts";
import { apiCode, CODES, refusalOf } from "./errors.ts";
import { trimLog } from "./trim.ts";

/** Settings that no server changes once a stream exists. */
const FIXED = ["mirror", "storage", "retention", "sealed", "deny_delete"];

/**
 * What the log is opened for. `persist` creates the stream and its consumer, and
 * updates settings that differ. `ingest` creates a missing stream. `read` creates
 * and changes nothing.
 */
export type LogUse = "persist" | "ingest" | "read";

/** Options for {@linkcode ensureStream}. */
interface EnsureOptions {
  readonly use: LogUse;
  readonly log: Log;
}

/**
 * Makes sure that the stream exists with the wanted settings; returns its state.
 * If the log holds more than a lower limit allows, the limit is lowered only as
 * far as unstored messages allow.
 *
 * @throws {BrokerError} If it cannot be created, or a setting cannot be changed.
 */
export async function ensureStream(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  { use, log }: EnsureOptions,
): Promise<StreamInfo> {
  const wanted = streamConfig(limits);
  const info = await findOrCreate({
    what: `stream ${STREAM}`,
    find: () => manager.streams.info(STREAM),
    missing: CODES.noStream,
    create: use === "read" ? undefined : () => manager.streams.add(wanted),
    log,
  });
  const differences = findDifferences(info.config, { ...wanted, mirror: null });
  const fixed = differences.filter(({ name }) => FIXED.includes(name));
  if (fixed.length > 0) {
    throw cannotChange(`stream ${STREAM}`, fixed, "this never changes");
  }
  if (use !== "persist" || differences.length === 0) return info;
  return await updateStream(manager, limits, differences, log);
}

async function updateStream(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  differences: readonly Difference[],
  log: Log,
): Promise<StreamInfo> {
  const { maxBytes } = limits;
  let changes = differences;
  const lowers = differences.some(({ name }) => name === "max_bytes");
  if (lowers && !await fits(manager, limits)) {
    const message = "cannot lower the log's size: it holds unstored messages";
    log("warn", message, { maxBytes });
    changes = differences.filter(({ name }) => name !== "max_bytes");
  }
  await update(
    `stream ${STREAM}`,
    changes,
    log,
    (settings) => manager.streams.update(STREAM, settings),
  );
  return await manager.streams.info(STREAM);
}

/** Whether the log fits a lower limit: a server drops what is over it, stored or not. */
async function fits(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
): Promise<boolean> {
  while (await trimLog(manager, limits) > 0);
  const { state } = await manager.streams.info(STREAM);
  return state.bytes <= limits.maxBytes;
}

async function update(
  what: string,
  changes: readonly Difference[],
  log: Log,
  apply: (settings: Record<string, unknown>) => Promise<unknown>,
): Promise<void> {
  if (changes.length === 0) return;
  try {
    await apply(Object.fromEntries(
      changes.map(({ name, wanted }) => [name, wanted ?? undefined]),
    ));
  } catch (error) {
    const reason = refusalOf(error);
    throw reason ? cannotChange(what, changes, reason, error) : error;
  }
  log("info", `updated the ${what}`, { how: describeDifferences(changes) });
}

function cannotChange(
  what: string,
  differences: readonly Difference[],
  reason: string,
  cause?: unknown,
): BrokerError {
  const how = describeDifferences(differences);
  return new BrokerError(`of ${what}, ${how} (${reason})`, { cause });
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
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  log: Log,
): Promise<void> {
  const wanted = consumerConfig(limits);
  const { config } = await findOrCreate({
    what: `consumer ${CONSUMER}`,
    find: () => manager.consumers.info(STREAM, CONSUMER),
    missing: CODES.noConsumer,
    create: () => manager.consumers.add(STREAM, wanted),
    log,
  });
  const differences = findDifferences(config, { ...wanted, ...UNSET });
  const what = `consumer ${CONSUMER} of stream ${STREAM}`;
  await update(
    what,
    differences,
    log,
    (settings) => manager.consumers.update(STREAM, CONSUMER, settings),
  );
}

/** What {@linkcode findOrCreate} looks for. */
interface Search<T> {
  /** Its kind and name. */
  readonly what: string;
  readonly find: () => Promise<T>;
  /** JetStream's error code if it is missing. */
  readonly missing: number;
  /** Left out: it must exist. */
  readonly create: (() => Promise<T>) | undefined;
  readonly log: Log;
}

async function findOrCreate<T>(
  { what, find, missing, create, log }: Search<T>,
): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (apiCode(error) !== missing) throw error;
    if (!create) throw new BrokerError(`there is no ${what} yet`);
  }
  try {
    const info = await create();
    log("info", `created the ${what}`);
    return info;
  } catch (error) {
    if (apiCode(error) === CODES.streamNameTaken) return await find(); // another was faster
    const reason = refusalOf(error);
    if (!reason) throw error;
    throw new BrokerError(
      `there is no ${what}, and it cannot be created: ${reason}`,
      { cause: error },
    );
  }
}

/** A setting that differs from the wanted one. */
interface Difference {
  readonly name: string;
  readonly real: unknown;
  readonly wanted: unknown;
}

/** Settings of `wanted` that `real` does not have. A server leaves out empty ones. */
function findDifferences(
  real: object,
  wanted: Readonly<Record<string, unknown>>,
): Difference[] {
  const values = new Map<string, unknown>(Object.entries(real));
  return Object.entries(wanted)
    .map(([name, wanted]) => ({ name, wanted, real: values.get(name) }))
    .filter(({ wanted, real }) => comparable(wanted) !== comparable(real));
}

/** Describes differences for logs and errors. */
function describeDifferences(
  differences: readonly Difference[],
): string {
  return differences.map(({ name, real, wanted }) =>
    `${name} is ${show(real)}, must be ${show(wanted)}`
  ).join("; ");
}

function show(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value || 0);
}

/**
 * Checks that the stream is still the one of `created`.
 *
 * @throws {BrokerError} If it was created again: its numbers mean other messages.
 */
export async function verifyStream(
  manager: JetStreamManager,
  created: string,
): Promise<void> {
  const info = await manager.streams.info(STREAM);
  if (info.created === created) return;
  throw new BrokerError(
    `stream ${STREAM} was created again at ${info.created}, it was that of ${created}`,
  );
}
