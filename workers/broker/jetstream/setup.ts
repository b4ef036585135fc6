import type {
  ConsumerInfo,
  JetStreamManager,
  StreamInfo,
} from "nats/jetstream";
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

/** What no server changes once a stream is made. */
const FIXED = ["mirror", "storage", "retention", "sealed", "deny_delete"];

/**
 * What the log is opened for. `persist` makes the stream and its consumer, and
 * changes what is set up differently. `ingest` makes the stream if there is
 * none. `read` makes and changes nothing.
 */
export type LogUse = "persist" | "ingest" | "read";

/** What {@linkcode ensureStream} goes by. */
export interface EnsureOptions {
  readonly use: LogUse;
  readonly log: Log;
}

/**
 * Makes sure that the stream is there and set up as wanted; tells what it is.
 * What may change is changed; a limit that the log is over already is lowered
 * as far as what is not stored yet allows.
 *
 * @throws {BrokerError} If it cannot be made, or differs in what may not change.
 */
export async function ensureStream(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  options: EnsureOptions,
): Promise<StreamInfo> {
  const wanted = streamConfig(limits);
  const info = await findStream(manager, wanted, options);
  const differences = findDifferences(info.config, { ...wanted, mirror: null });
  const fixed = differences.filter(({ name }) => FIXED.includes(name));
  if (fixed.length > 0) throw cannotChange(fixed);
  if (options.use !== "persist" || differences.length === 0) return info;
  return await update(manager, limits, differences, options);
}

async function findStream(
  manager: JetStreamManager,
  wanted: ReturnType<typeof streamConfig>,
  { use, log }: EnsureOptions,
): Promise<StreamInfo> {
  try {
    return await manager.streams.info(STREAM);
  } catch (error) {
    if (apiCode(error) !== CODES.noStream) throw error;
    if (use === "read") {
      throw new BrokerError(`there is no stream ${STREAM} yet`);
    }
  }
  try {
    const info = await manager.streams.add(wanted);
    log("info", "made the stream", { stream: STREAM });
    return info;
  } catch (error) {
    if (apiCode(error) === CODES.streamNameTaken) { // another was faster
      return await manager.streams.info(STREAM);
    }
    const why = refusalOf(error);
    if (!why) throw error;
    throw new BrokerError(
      `there is no stream ${STREAM}, and it cannot be made: ${why}`,
      { cause: error },
    );
  }
}

async function update(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  differences: readonly Difference[],
  { log }: EnsureOptions,
): Promise<StreamInfo> {
  const changes = new Map(
    differences.map(({ name, wanted }) => [name, wanted]),
  );
  if (changes.has("max_bytes") && !await fits(manager, limits)) {
    changes.delete("max_bytes");
    log("warn", "the log keeps its size: it holds more that is not stored", {
      maxBytes: limits.maxBytes,
    });
  }
  try {
    await manager.streams.update(STREAM, Object.fromEntries(changes));
  } catch (error) {
    const why = refusalOf(error);
    throw why ? cannotChange(differences, why, error) : error;
  }
  const changed = differences.filter(({ name }) => changes.has(name));
  if (changed.length > 0) {
    const how = describeDifferences(changed);
    log("info", "changed the stream", { stream: STREAM, how });
  }
  return await manager.streams.info(STREAM);
}

/** A server that is given a lower limit drops what is over it, stored or not. */
async function fits(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
): Promise<boolean> {
  while (await trimLog(manager, limits) > 0);
  const { state } = await manager.streams.info(STREAM);
  return state.bytes <= limits.maxBytes;
}

function cannotChange(
  differences: readonly Difference[],
  why = "this never changes",
  cause?: unknown,
): BrokerError {
  const how = describeDifferences(differences);
  return new BrokerError(`of stream ${STREAM}, ${how} (${why})`, { cause });
}

/** What must not be set. */
const UNSET = {
  deliver_subject: null,
  filter_subject: null,
  filter_subjects: null,
};

/**
 * Makes sure that the consumer is there and set up as wanted. What may change
 * is changed.
 *
 * @throws {BrokerError} If it cannot be made, or differs in what may not change.
 */
export async function ensureConsumer(
  manager: JetStreamManager,
  limits: Required<LogLimits>,
  log: Log,
): Promise<void> {
  const wanted = consumerConfig(limits);
  const info = await findConsumer(manager, wanted, log);
  const differences = findDifferences(info.config, { ...wanted, ...UNSET });
  if (differences.length === 0) return;
  const how = describeDifferences(differences);
  const what = `of consumer ${CONSUMER} of stream ${STREAM}, ${how}`;
  const changes = Object.fromEntries(
    differences.map(({ name, wanted }) => [name, wanted ?? undefined]),
  );
  try {
    await manager.consumers.update(STREAM, CONSUMER, changes);
  } catch (error) {
    const why = refusalOf(error);
    throw why ? new BrokerError(`${what} (${why})`, { cause: error }) : error;
  }
  log("info", "changed the consumer", { consumer: CONSUMER, how });
}

async function findConsumer(
  manager: JetStreamManager,
  wanted: ReturnType<typeof consumerConfig>,
  log: Log,
): Promise<ConsumerInfo> {
  try {
    return await manager.consumers.info(STREAM, CONSUMER);
  } catch (error) {
    if (apiCode(error) !== CODES.noConsumer) throw error;
  }
  try {
    const info = await manager.consumers.add(STREAM, wanted);
    log("info", "made the consumer", { consumer: CONSUMER });
    return info;
  } catch (error) {
    const why = refusalOf(error);
    if (!why) throw error;
    throw new BrokerError(
      `there is no consumer ${CONSUMER}, and it cannot be made: ${why}`,
      { cause: error },
    );
  }
}

/** A setting that is not as it should be. */
interface Difference {
  readonly name: string;
  readonly real: unknown;
  readonly wanted: unknown;
}

/** The settings of `wanted` that `real` does not have. A server leaves out what is empty. */
function findDifferences(
  real: object,
  wanted: Readonly<Record<string, unknown>>,
): Difference[] {
  const values = new Map<string, unknown>(Object.entries(real));
  return Object.entries(wanted)
    .map(([name, wanted]) => ({ name, wanted, real: values.get(name) }))
    .filter(({ wanted, real }) => comparable(wanted) !== comparable(real));
}

/** Says which settings are how, and how they must be. */
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
 * Looks whether the stream is still the one that was made at `created`.
 *
 * @throws {BrokerError} If it is another: its numbers mean other messages.
 */
export async function verifyStream(
  manager: JetStreamManager,
  created: string,
): Promise<void> {
  const info = await manager.streams.info(STREAM);
  if (info.created === created) return;
  throw new BrokerError(
    `stream ${STREAM} was made anew at ${info.created}, it was that of ${created}`,
  );
}
