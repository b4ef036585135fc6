import type { JetStreamManager, StreamInfo } from "nats/jetstream";
import type { Log } from "../../../log.ts";
import { BrokerError } from "../broker_error.ts";
import { apiCode, CODES } from "./api_code.ts";
import { type LogLimits, STREAM, streamConfig } from "./config.ts";
import {
  describeDifferences,
  type Difference,
  findDifferences,
} from "./find_differences.ts";
import { refusalOf } from "./refusal_of.ts";
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
