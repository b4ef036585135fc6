import type { JetStreamManager } from "nats/jetstream";
import { apiCode, CODES } from "./api_code.ts";
import { CONSUMER, STREAM } from "./config.ts";

/** What the log holds. */
export interface LogState {
  /** Number of the oldest message; `lastSeq + 1` if there is none. */
  readonly firstSeq: number;
  /** Number of the newest message that there ever was; 0 if there was none. */
  readonly lastSeq: number;
  readonly messages: number;
  readonly bytes: number;
  /** At this size it takes no more. */
  readonly maxBytes: number;
  /** Messages that persist has not acknowledged. */
  readonly pending: number;
  /** Everything up to this number is acknowledged, and so stored. */
  readonly stored: number;
}

/** Asks the server what the log holds. */
export async function readState(manager: JetStreamManager): Promise<LogState> {
  const { state, config } = await manager.streams.info(STREAM);
  const { messages, bytes, last_seq: lastSeq } = state;
  return {
    firstSeq: messages > 0 ? state.first_seq : lastSeq + 1,
    lastSeq,
    messages,
    bytes,
    maxBytes: config.max_bytes,
    ...await readProgress(manager) ?? { pending: messages, stored: 0 },
  };
}

async function readProgress(
  manager: JetStreamManager,
): Promise<Pick<LogState, "pending" | "stored"> | undefined> {
  try {
    const info = await manager.consumers.info(STREAM, CONSUMER);
    return {
      pending: info.num_pending + info.num_ack_pending,
      stored: info.ack_floor.stream_seq,
    };
  } catch (error) {
    if (apiCode(error) === CODES.noConsumer) return undefined;
    throw error;
  }
}
