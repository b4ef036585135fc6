import type { ConsumerInfo, JetStreamManager } from "nats/jetstream";
import type { Log } from "../../../log.ts";
import { BrokerError } from "../broker_error.ts";
import { apiCode, CODES } from "./api_code.ts";
import { CONSUMER, consumerConfig, type LogLimits, STREAM } from "./config.ts";
import { describeDifferences, findDifferences } from "./find_differences.ts";
import { refusalOf } from "./refusal_of.ts";

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
