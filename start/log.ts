import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { findStream, type StoredStream } from "../db/write/streams.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { createEmbeddedBroker } from "../workers/broker/embedded.ts";
import type { LeaseStore } from "../workers/broker/lease.ts";
import { openLog } from "./open_log.ts";

/** The log of a process, and which stream of the database it is. */
export interface OpenedBroker extends AsyncDisposable {
  readonly broker: Broker;
  readonly stream: number;
  /** Tells other processes that something was committed. */
  readonly nudge: () => void;
  readonly isUp: () => boolean;
  /** Messages that are not stored yet; null while nobody can tell. */
  readonly countWaiting: () => Promise<number | null>;
  /** Where processes that read sources agree on who reads which; null: in the database. */
  readonly leases: LeaseStore | null;
  /** What it is, in a word. */
  readonly name: string;
}

/** Opens the log that `NATS_URL` names, or else one in this process. */
export async function openBroker(
  config: Pick<Config, "natsUrl" | "stream">,
  writer: Database,
  parts: { log: Log; signal: AbortSignal },
): Promise<OpenedBroker> {
  if (config.natsUrl === null) return await openEmbedded(writer);
  const log = await openLog(config, "persist", parts);
  const { firstSeq } = await log.state();
  const { name, created } = log.stream;
  const { stream } = await findStream(writer, name, created, { firstSeq });
  return {
    broker: log,
    stream,
    nudge: () => log.nudge(),
    isUp: () => log.isUp,
    countWaiting: async () => log.isUp ? (await log.state()).pending : null,
    leases: log.leases,
    name: "JetStream",
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

async function openEmbedded(writer: Database): Promise<OpenedBroker> {
  const { stream, lastSeq } = await findEmbeddedStream(writer);
  const broker = createEmbeddedBroker(lastSeq);
  let waiting = 0;
  return {
    broker: {
      ...broker,
      publish(message) {
        waiting++;
        return broker.publish(message).finally(() => waiting--);
      },
    },
    stream,
    nudge: () => {},
    isUp: () => true,
    countWaiting: () => Promise.resolve(waiting),
    leases: null,
    name: "embedded",
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** One process at a time has a file; into a server several may store, each with numbers of its own. */
function findEmbeddedStream(writer: Database): Promise<StoredStream> {
  const created = writer.dialect === "sqlite" ? "" : crypto.randomUUID();
  return findStream(writer, "embedded", created);
}
