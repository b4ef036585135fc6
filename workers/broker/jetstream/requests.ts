import {
  type Msg,
  MsgHdrsImpl,
  type NatsConnection,
  NatsConnectionImpl,
  TimeoutError,
} from "nats";
import {
  type ApiError,
  JetStreamApiError,
  JetStreamError,
  type PubAck,
} from "nats/jetstream";
import { STREAM_HEADER } from "./config.ts";

/** A message with its id as a header carries it. */
interface Outgoing {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly msgID: string;
}

/** The log's acknowledgement of a message, or why there is none. */
type Answer = { readonly ack: PubAck } | { readonly error: unknown };

/** Options for {@linkcode publishAll}. */
export interface PublishAllOptions {
  /** When the stream was created that the messages are meant for. */
  readonly created: string;
  /** How long the answers may take. */
  readonly timeoutMs: number;
  /** Called once for each message, with its index. */
  readonly onAnswer: (index: number, answer: Answer) => void;
}

/**
 * Publishes messages to JetStream in order, and resolves when each has its answer.
 *
 * The client's own `publish` makes a timer, errors, two promises, and headers
 * that are checked and copied, for each: several times the work of the message itself.
 */
export async function publishAll(
  connection: NatsConnection,
  messages: readonly Outgoing[],
  { created, timeoutMs, onAnswer }: PublishAllOptions,
): Promise<void> {
  if (!(connection instanceof NatsConnectionImpl)) throw new TypeError();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { protocol } = connection;
  const { muxSubscriptions: mux } = protocol;
  const waiting = new Set<Request>();
  const headers = new EncodedHeaders(created);
  let left = messages.length;
  const timer = setTimeout(() => {
    for (const request of waiting) request.resolver(new TimeoutError());
  }, timeoutMs);
  for (const [index, { subject, data, msgID }] of messages.entries()) {
    const request = new Request(subject, (error, answer) => {
      if (!waiting.delete(request)) return;
      mux.cancel(request);
      onAnswer(index, error ? { error } : readAnswer(answer!));
      if (--left === 0) resolve();
    });
    waiting.add(request);
    protocol.request(request);
    try {
      const reply = `${mux.baseInbox}${request.token}`;
      headers.msgID = msgID;
      connection.publish(subject, data, { reply, headers });
    } catch (error) {
      request.resolver(error as Error);
    }
  }
  await promise;
  clearTimeout(timer);
}

let count = 0;

/** A request as the client keeps it until its answer. */
class Request {
  /** Shorter than the client's own tokens, and so never one of them. */
  readonly token = `${count++ % 1e9}`;
  received = 0;

  constructor(
    readonly requestSubject: string,
    readonly resolver: (error: Error | null, answer?: Msg) => void,
  ) {}

  cancel(error: Error = new TimeoutError()): void {
    this.resolver(error);
  }
}

const encoder = new TextEncoder();

/** Headers of a message, which the client encodes while it takes the message. */
class EncodedHeaders extends MsgHdrsImpl {
  msgID = "";

  constructor(private readonly created: string) {
    super();
  }

  override encode(): Uint8Array {
    const { msgID, created } = this;
    return encoder.encode(
      `NATS/1.0\r\nNats-Msg-Id: ${msgID}\r\n${STREAM_HEADER}: ${created}\r\n\r\n`,
    );
  }
}

function readAnswer(message: Msg): Answer {
  try {
    const answer = message.json<PubAck & { error?: ApiError }>();
    if (answer.error) return { error: new JetStreamApiError(answer.error) };
    if (answer.stream) return { ack: answer };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { error: new JetStreamError("invalid answer") };
}
