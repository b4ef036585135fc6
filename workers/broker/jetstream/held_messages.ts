import type { JsMsg } from "nats/jetstream";

/**
 * Messages that this process was given and has not acknowledged. When they are
 * disposed of they are given back: others may have them at once.
 */
export interface HeldMessages extends Disposable {
  readonly isEmpty: boolean;
  /** Holds a message; tells whether it is new, not one that is held and was sent again. */
  add(message: JsMsg): boolean;
  /** It is stored: never send it again. */
  ack(logSeq: number): void;
}

/**
 * Creates the set of messages in hand. A third of the server's patience after
 * the other it is told that they are being worked on, so that a database that
 * is away for an hour makes nobody else store them too.
 *
 * An acknowledgement is sent and not waited for: it can only be sent after the
 * commit, and one that gets lost costs a message that comes again and changes
 * nothing. Those of a batch leave in one packet.
 */
export function holdMessages(ackWaitMs: number): HeldMessages {
  const held = new Map<number, JsMsg>();
  const timer = setInterval(() => {
    for (const message of held.values()) message.working();
  }, ackWaitMs / 3);

  return {
    get isEmpty() {
      return held.size === 0;
    },
    add(message) {
      const isNew = !held.has(message.seq);
      held.set(message.seq, message);
      return isNew;
    },
    ack(logSeq) {
      held.get(logSeq)?.ack();
      held.delete(logSeq);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const message of held.values()) message.nak();
      held.clear();
    },
  };
}
