import type { OutgoingMessage } from "../broker.ts";

/** A message that is not acknowledged yet. */
export interface Item {
  readonly message: OutgoingMessage;
  /** Its id, as a header carries it. */
  readonly id: string;
  /** Bytes of data and headers. */
  readonly payload: number;
  /** Bytes that it takes in the log. */
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One sending of a message: an answer to an earlier one does not count. */
export interface Attempt {
  readonly item: Item;
  readonly order: number;
}

/** How much may be in flight at once. One message always may. */
export interface Room {
  readonly messages: number;
  readonly bytes: number;
}

/** Messages that wait or are in flight, in the order in which they were added. */
export class SendQueue {
  readonly #waiting: Attempt[] = []; // sorted by order
  readonly #inFlight = new Set<Attempt>();
  #added = 0;
  #bytesInFlight = 0;
  #isRepairing = false;

  get length(): number {
    return this.#waiting.length + this.#inFlight.size;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  add(item: Item): void {
    this.#waiting.push({ item, order: this.#added++ });
  }

  /** The next to send; undefined if there is none, or no room. */
  next({ messages, bytes }: Room): Attempt | undefined {
    const [attempt] = this.#waiting;
    const count = this.#inFlight.size;
    if (!attempt || this.#isRepairing && count > 0) return;
    const { size } = attempt.item;
    const hasRoom = count < messages && this.#bytesInFlight + size <= bytes;
    if (!hasRoom && count > 0) return;
    this.#isRepairing = false;
    this.#waiting.shift();
    this.#inFlight.add(attempt);
    this.#bytesInFlight += size;
    return attempt;
  }

  /** Ends an attempt; returns false if it was taken back before. */
  settle(attempt: Attempt): boolean {
    if (!this.#inFlight.delete(attempt)) return false;
    this.#bytesInFlight -= attempt.item.size;
    return true;
  }

  /** Queues a message again: before all later ones, once nothing is in flight. */
  takeBack({ item, order }: Attempt): void {
    this.#isRepairing = true;
    const at = this.#waiting.findIndex((other) => other.order > order);
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, {
      item,
      order,
    });
  }

  /** Queues all again that are in flight. */
  takeAllBack(): void {
    for (const attempt of [...this.#inFlight]) {
      this.settle(attempt);
      this.takeBack(attempt);
    }
  }

  /** Removes and returns everything. */
  clear(): Item[] {
    this.takeAllBack();
    return this.#waiting.splice(0).map(({ item }) => item);
  }
}
