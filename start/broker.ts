import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { findStream, type StoredStream } from "../db/write/streams.ts";
import { type Log, maskPasswords } from "../log.ts";
import {
  type Broker,
  BrokerError,
  type Nudges,
} from "../workers/broker/broker.ts";
import { createEmbeddedBroker } from "../workers/broker/embedded.ts";
import {
  type JetStreamBroker,
  openJetStream,
  openNudges,
} from "../workers/broker/jetstream/open.ts";
import type { LogUse } from "../workers/broker/jetstream/setup.ts";
import type { LeaseStore } from "../workers/broker/lease.ts";
import { requireNats, StartError } from "./role.ts";

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

/**
 * Opens the log that `NATS_URL` names, and waits for a server that is away.
 *
 * @throws {StartError} If none is named, or it cannot be used.
 */
export async function openLog(
  config: Pick<Config, "natsUrl" | "stream">,
  use: LogUse,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<JetStreamBroker> {
  const natsUrl = requireNats(config);
  try {
    return await openJetStream(natsUrl, { ...config.stream, use, log, signal });
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    const value = maskPasswords(natsUrl);
    throw new StartError(
      "NATS_URL",
      value,
      "must name a server that can be used",
      {
        cause,
      },
    );
  }
}

/** What hears of commits, as long as the server can be reached. */
interface FollowedNudges extends AsyncDisposable {
  /** Whether the server can be reached, or none is named. */
  readonly isUp: () => boolean;
}

/**
 * Calls back whenever persist says that it has committed. It waits for nobody:
 * while the server is away, looking at the database is the guarantee.
 */
export function followNudges(
  { natsUrl }: Pick<Config, "natsUrl">,
  onNudge: () => void,
  parts: { log: Log; signal: AbortSignal },
): FollowedNudges {
  const { log, signal } = parts;
  if (natsUrl === null) {
    return {
      isUp: () => true,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  let nudges: Nudges | undefined;
  const opening = openNudges(natsUrl, { log, signal }).then((opened) => {
    nudges = opened;
    opened.onNudge(onNudge);
  }).catch((error) => {
    if (!signal.aborted) log("error", "cannot follow commits", { error });
  });
  return {
    isUp: () => nudges?.isUp ?? false,
    async [Symbol.asyncDispose]() {
      await opening;
      await nudges?.[Symbol.asyncDispose]();
    },
  };
}
