import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type {
  BatchOptions,
  Broker,
  Delivery,
  OutgoingMessage,
} from "../../workers/broker/broker.ts";
import { retryUntil } from "./waiting.ts";
import type { LeaseStore } from "../../workers/broker/lease.ts";

const GIVE_UP_MS = 10_000;
const ABORT_MS = 1_000;

/** A broker with an empty log of its own. */
export interface BrokerUnderTest extends AsyncDisposable {
  readonly broker: Broker;
  /** The number before that of its first message. */
  readonly lastSeq: number;
}

/**
 * Tests that every {@linkcode Broker} must pass. Sanitizers are on, so a timer
 * or a connection that a broker leaves behind fails its test.
 */
export function testBroker(
  name: string,
  open: () => Promise<BrokerUnderTest>,
): void {
  const test = (
    does: string,
    fn: (broker: Broker, lastSeq: number) => Promise<void>,
  ) =>
    Deno.test({
      name: `${name} ${does}`,
      sanitizeOps: true,
      sanitizeResources: true,
      async fn() {
        await using opened = await open();
        await fn(opened.broker, opened.lastSeq);
      },
    });

  test(
    "numbers messages on from the last, without gaps",
    async (broker, lastSeq) => {
      const published = publishAll(broker, messages(1_200));
      const deliveries = await take(broker, 1_200);
      deepStrictEqual(
        deliveries.map(({ logSeq }) => logSeq - lastSeq),
        Array.from({ length: 1_200 }, (_, i) => i + 1),
      );
      await published;
    },
  );

  test("delivers what was published, in its order", async (broker) => {
    const sent = messages(700);
    const published = publishAll(broker, sent);
    const deliveries = await take(broker, 700);
    deepStrictEqual(
      deliveries.map(({ subject, data }) => [subject, [...data]]),
      sent.map(({ subject, data }) => [subject, [...data]]),
    );
    await published;
  });

  test("delivers any bytes, and many", async (broker) => {
    const data = crypto.getRandomValues(new Uint8Array(65_536));
    const large = Uint8Array.from(
      { length: 200_000 },
      (_, i) => data[i % 999]!,
    );
    const sent = [data, large, new Uint8Array()]
      .map((data, i) => ({ subject: "posts.a.b", id: String(i), data }));
    const published = publishAll(broker, sent);
    const deliveries = await take(broker, 3);
    ok(deliveries.every(({ data }, i) => same(data, sent[i]!.data)));
    await published;
  });

  test("closes a batch when it is full", async (broker) => {
    const published = publishAll(broker, messages(25));
    const options = { maxMessages: 10, maxWaitMs: 500 };
    const sizes: number[] = [];
    await take(broker, 25, options, (batch) => sizes.push(batch.length));
    deepStrictEqual(sizes, [10, 10, 5]);
    await published;
  });

  test("closes a batch at once when it has filled", async (broker) => {
    const [first, second] = messages(2);
    const published = publishAll(broker, [first!]);
    const later = delay(100).then(() => publishAll(broker, [second!]));
    const startMs = performance.now();
    await take(broker, 2, { maxMessages: 2, maxWaitMs: 30_000 });
    const tookMs = performance.now() - startMs;
    ok(tookMs < GIVE_UP_MS, `took ${tookMs} ms`);
    await Promise.all([published, later]);
  });

  test("does not wait for a batch to fill for longer than it may", async (broker) => {
    const published = publishAll(broker, messages(3));
    const startMs = performance.now();
    await take(broker, 3, { maxMessages: 100, maxWaitMs: 300 });
    const tookMs = performance.now() - startMs;
    ok(tookMs < 300 + ABORT_MS, `took ${tookMs} ms`);
    await published;
  });

  test("gathers what comes within a batch's wait", async (broker) => {
    const [first, second] = messages(2);
    const published = publishAll(broker, [first!]);
    const later = delay(100).then(() => publishAll(broker, [second!]));
    const sizes: number[] = [];
    const options = { maxMessages: 100, maxWaitMs: 1_000 };
    await take(broker, 2, options, (batch) => sizes.push(batch.length));
    deepStrictEqual(sizes, [2]);
    await Promise.all([published, later]);
  });

  test("gives no empty batch, and waits for the next message", async (broker) => {
    const stop = new AbortController();
    const sizes: number[] = [];
    const reading = (async () => {
      for await (
        const batch of broker.batches(stop.signal, { maxWaitMs: 20 })
      ) {
        sizes.push(batch.length);
        for (const delivery of batch) delivery.ack();
      }
    })();
    await delay(150);
    await publishAll(broker, messages(1));
    await retryUntil(() => Promise.resolve(ok(sizes.length > 0)));
    await delay(100);
    stop.abort();
    await reading;
    deepStrictEqual(sizes, [1]);
  });

  test("does not deliver again what is acknowledged", async (broker) => {
    const [first, ...rest] = messages(3);
    const published = publishAll(broker, [first!]);
    await take(broker, 1);
    const later = publishAll(broker, rest);
    const deliveries = await take(broker, 2);
    deepStrictEqual(
      deliveries.map(({ subject }) => subject),
      rest.map(({ subject }) => subject),
    );
    await Promise.all([published, later]);
  });

  test(
    "goes on for the next reader where one stopped",
    async (broker, lastSeq) => {
      const published = publishAll(broker, messages(6));
      const options = { maxMessages: 2, maxWaitMs: 50 };
      const numbers: number[] = [];
      for (let reader = 0; reader < 3; reader++) {
        const deliveries = await take(broker, 2, options);
        numbers.push(...deliveries.map(({ logSeq }) => logSeq - lastSeq));
      }
      deepStrictEqual(numbers, [1, 2, 3, 4, 5, 6]);
      await published;
    },
  );

  test("gives nothing if it is aborted before it begins", async (broker) => {
    const batches = broker.batches(AbortSignal.abort());
    deepStrictEqual(await Array.fromAsync(batches), []);
  });

  test("ends within a second of an abort", async (broker) => {
    const stop = new AbortController();
    const reading = Array.fromAsync(broker.batches(stop.signal));
    await delay(50);
    const abortedMs = performance.now();
    stop.abort();
    strictEqual((await reading).length, 0);
    const tookMs = performance.now() - abortedMs;
    ok(tookMs < ABORT_MS, `ended ${tookMs} ms after the abort`);
  });
}

/** Messages that can be distinguished. */
function messages(count: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, i) => ({
    subject: `posts.topic${i}.test`,
    id: `test:${i}:topic${i}`,
    data: new TextEncoder().encode(`message ${i}`),
  }));
}

async function publishAll(
  broker: Broker,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  await Promise.all(messages.map((message) => broker.publish(message)));
}

/** Reads and acknowledges messages, batch by batch, until it has enough. */
async function take(
  broker: Broker,
  count: number,
  options: BatchOptions = {},
  onBatch: (batch: readonly Delivery[]) => void = () => {},
): Promise<Delivery[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), GIVE_UP_MS);
  const deliveries: Delivery[] = [];
  for await (const batch of broker.batches(stop.signal, options)) {
    onBatch(batch);
    deliveries.push(...batch);
    for (const delivery of batch) delivery.ack();
    if (deliveries.length >= count) break;
  }
  clearTimeout(timer);
  ok(!stop.signal.aborted, `only ${deliveries.length} in ${GIVE_UP_MS} ms`);
  return deliveries;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** How long a lease lasts in these tests. */
const TTL_MS = 2_000;

const NAME = "file:../some where/ä.ndjson?";

/** Tests that every store of leases must pass; `use` gives two views of an empty one. */
export function testLeaseStore(
  name: string,
  use: (
    test: (one: LeaseStore, other: LeaseStore) => Promise<void>,
  ) => Promise<void>,
): void {
  const test = (
    does: string,
    run: (one: LeaseStore, other: LeaseStore) => Promise<void>,
  ) => Deno.test(`${name} ${does}`, () => use(run));

  test("gives a lease to one of many who ask at once", async (one, other) => {
    const takes = Array.from(
      { length: 8 },
      (_, i) => (i % 2 ? one : other).take(NAME, `owner ${i}`, TTL_MS),
    );
    const taken = await Promise.all(takes);
    strictEqual(taken.filter((isMine) => isMine).length, 1);
  });

  test("keeps a lease for whoever renews it", async (one, other) => {
    ok(await one.take(NAME, "one", TTL_MS));
    const endMs = performance.now() + TTL_MS * 1.5;
    while (performance.now() < endMs) {
      ok(await one.take(NAME, "one", TTL_MS));
      strictEqual(await other.take(NAME, "other", TTL_MS), false);
      await delay(TTL_MS / 5);
    }
  });

  test(
    "gives a lease away when its holder is silent, and not back",
    async (one, other) => {
      ok(await one.take(NAME, "one", TTL_MS));
      const startMs = performance.now();
      await retryUntil(async () => ok(await other.take(NAME, "other", TTL_MS)));
      const tookMs = performance.now() - startMs;
      ok(tookMs > TTL_MS * 0.7 && tookMs < TTL_MS * 2.5, `${tookMs} ms`);
      strictEqual(await one.take(NAME, "one", TTL_MS), false);
    },
  );

  test("gives a lease on at once that is given back", async (one, other) => {
    ok(await one.take(NAME, "one", TTL_MS));
    await one.release(NAME, "one");
    ok(await other.take(NAME, "other", TTL_MS));
    await one.release(NAME, "one");
    strictEqual(await one.take(NAME, "one", TTL_MS), false);
  });

  test("tells leases apart", async (one, other) => {
    ok(await one.take("x:", "one", TTL_MS));
    ok(await other.take("x://", "other", TTL_MS));
  });
}
