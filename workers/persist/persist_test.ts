import fc from "fast-check";
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Entry } from "../../domain/pipeline/log_entry.ts";
import type { Delivery } from "../broker/broker.ts";
import { encodeMessage } from "../broker/message.ts";
import {
  enforceRetention,
  persist,
  type PersistOptions,
  type Store,
} from "./persist.ts";

const DAY_MS = 86_400_000;

Deno.test("enforceRetention() deletes at once what is older than so many days", async () => {
  const stop = new AbortController();
  const asked: number[] = [];
  await enforceRetention((beforeMs) => {
    asked.push(Date.now() - beforeMs);
    stop.abort();
    return Promise.resolve();
  }, { retentionDays: 30, signal: stop.signal });
  strictEqual(asked.length, 1);
  ok(Math.abs(asked[0]! - 30 * DAY_MS) < 1_000);
});

Deno.test("enforceRetention() does so again and again, after a failure too", async () => {
  const stop = new AbortController();
  const errors: unknown[] = [];
  let calls = 0;
  await enforceRetention(() => {
    if (++calls === 3) stop.abort();
    return calls === 2 ? Promise.reject("away") : Promise.resolve();
  }, {
    retentionDays: 1,
    signal: stop.signal,
    intervalMs: 5,
    onError: (error) => errors.push(error),
  });
  deepStrictEqual([calls, errors], [3, ["away"]]);
});

Deno.test("enforceRetention() waits before the next deletion, and ends at once when it is aborted", async () => {
  const stop = new AbortController();
  let calls = 0;
  const keeping = enforceRetention(() => Promise.resolve(calls++), {
    retentionDays: 1,
    signal: stop.signal,
  });
  await delay(50);
  strictEqual(calls, 1);
  stop.abort();
  await keeping;
  strictEqual(calls, 1);
});

for (
  const [why, retentionDays, isAborted] of [
    ["posts are kept for ever", 0, false],
    ["it is aborted before it begins", 30, true],
  ] as const
) {
  Deno.test(`enforceRetention() deletes nothing if ${why}`, async () => {
    const { signal } = new AbortController();
    let calls = 0;
    await enforceRetention(() => Promise.resolve(calls++), {
      retentionDays,
      signal: isAborted ? AbortSignal.abort() : signal,
    });
    strictEqual(calls, 0);
  });
}

const NONE: ReadonlySet<string> = new Set();
const TOPICS = new Map([["a", { id: 1, words: NONE, own: NONE }]]);
const never = new AbortController().signal;

/** Thrown by a fake database because of what it was given. */
class DataError extends Error {}

/** Thrown by a fake database that is away. */
class AwayError extends Error {}

/** A message of the log that writes into a list when it is acknowledged. */
function deliver(logSeq: number, log: string[] = []): Delivery {
  const data = encodeMessage({
    receivedMs: 0,
    checkpoint: null,
    id: `id ${logSeq}`,
    createdMs: 0,
    text: "hi",
    lang: "und",
    author: null,
    url: null,
  });
  const ack = () => void log.push(`ack ${logSeq}`);
  return { logSeq, subject: "posts.a.test", data, ack };
}

function deliverMany(count: number, log: string[] = []): Delivery[] {
  return Array.from({ length: count }, (_, i) => deliver(i + 1, log));
}

async function* oneBatch(batch: Delivery[]) {
  yield batch;
}

type Attempt = (entries: readonly Entry[]) => void;

/** A database in which an attempt to store may throw. */
function fakeStore(attempt: Attempt): Store<number> & { stored: Entry[] } {
  const stored: Entry[] = [];
  return {
    stored,
    readTopics: () => Promise.resolve(TOPICS),
    async store(entries) {
      await Promise.resolve();
      attempt(entries);
      return stored.push(...entries);
    },
    classifyError: (error) =>
      error instanceof DataError
        ? "data"
        : error instanceof AwayError
        ? "away"
        : null,
  };
}

async function persistOne(
  batch: Delivery[],
  store: Store<number>,
  options: Partial<PersistOptions<number>> = {},
): Promise<void> {
  await persist(oneBatch(batch), store, { signal: never, ...options });
}

Deno.test("persist() acknowledges each message, and only after the commit", async () => {
  const log: string[] = [];
  const store = fakeStore((entries) => log.push(`store ${entries.length}`));
  await persistOne(deliverMany(3, log), store, {
    onStored: () => log.push("stored"),
  });
  deepStrictEqual(log, ["store 3", "stored", "ack 1", "ack 2", "ack 3"]);
});

Deno.test("persist() takes one batch after the other", async () => {
  const log: string[] = [];
  const store = fakeStore(([first]) => log.push(`store ${first!.logSeq}`));
  await persist(
    ReadableStream.from([[deliver(1, log)], [deliver(2, log)]]),
    store,
    { signal: never },
  );
  deepStrictEqual(log, ["store 1", "ack 1", "store 2", "ack 2"]);
});

// Seen to fail where the next batch is read when one is stored.
Deno.test("persist() reads the next batch while one is stored, and acknowledges it later", async () => {
  const log: string[] = [];
  const isRead = Promise.withResolvers<void>();
  async function* read() {
    yield [deliver(1, log)];
    log.push("read 2");
    isRead.resolve();
    yield [deliver(2, log)];
  }
  const store = fakeStore(([first]) => log.push(`stored ${first!.logSeq}`));
  const { store: write } = store;
  store.store = async (entries) => {
    await isRead.promise;
    return await write(entries);
  };
  await persist(read(), store, { signal: never });
  const expected = ["read 2", "stored 1", "ack 1", "stored 2", "ack 2"];
  deepStrictEqual(log, expected);
});

// Seen to fail where a batch keeps the entries that were made ahead: topic 1 is another one by then.
Deno.test("persist() scores again what it scored for a database that was replaced", async () => {
  class ReplacedError extends Error {}
  let id = 1;
  let isReplaced = false;
  const store = fakeStore(([first]) => {
    if (first!.logSeq !== 2 || isReplaced) return;
    [id, isReplaced] = [7, true];
    throw new ReplacedError();
  });
  store.readTopics = () =>
    Promise.resolve(new Map([["a", { id, words: NONE, own: NONE }]]));
  const { classifyError, store: write } = store;
  store.classifyError = (error) =>
    error instanceof ReplacedError ? "replaced" : classifyError(error);
  store.store = async (entries) => {
    await delay(20); // the next batch is scored meanwhile
    return await write(entries);
  };
  const batches = [1, 2, 3, 4].map((logSeq) => [deliver(logSeq)]);
  await persist(ReadableStream.from(batches), store, { signal: never });
  deepStrictEqual(
    store.stored.map((entry) => entry.kind === "post" && entry.topicId),
    [1, 7, 7, 7],
  );
});

// Seen to hang where the batches are not ended first.
Deno.test("persist() ends the batches when it fails, although it waits for the next", async () => {
  const stop = new AbortController();
  const log: string[] = [];
  async function* read() {
    yield deliverMany(1, log);
    await delay(60_000, undefined, { signal: stop.signal }).catch(() => {});
  }
  const store = fakeStore(() => {
    throw new Error("lost");
  });
  const persisting = persist(read(), store, {
    signal: never,
    stop: () => stop.abort(),
  });
  await rejects(persisting, /lost/);
  deepStrictEqual(log, []);
});

Deno.test("persist() reads the topics again only when a message names one that it does not know", async () => {
  const store = fakeStore(() => {});
  const known = new Map(TOPICS);
  let reads = 0;
  store.readTopics = () => {
    if (++reads === 2) known.set("b", { id: 2, words: NONE, own: NONE });
    return Promise.resolve(new Map(known));
  };
  const late = { ...deliver(3), subject: "posts.b.test" };
  await persist(
    ReadableStream.from([[deliver(1)], [deliver(2)], [late], [deliver(4)]]),
    store,
    { signal: never },
  );
  strictEqual(reads, 2);
  deepStrictEqual(
    store.stored.map((entry) => entry.kind === "post" && entry.topicId),
    [1, 1, 2, 1],
  );
});

Deno.test("persist() stores what is no message as skipped", async () => {
  const store = fakeStore(() => {});
  const broken = { ...deliver(2), data: Uint8Array.of(0xff) };
  await persistOne([deliver(1), broken], store);
  deepStrictEqual(store.stored.map(({ kind }) => kind), ["post", "skip"]);
});

Deno.test("persist() waits for a database that is away", async () => {
  const log: string[] = [];
  let attempts = 0;
  const store = fakeStore(() => {
    log.push("store");
    if (++attempts < 4) throw new AwayError("away");
  });
  await persistOne(deliverMany(2, log), store, {
    retryMs: 1,
    onFailed: (error, count) =>
      log.push(`${(error as Error).message} ${count}`),
  });
  const failed = ["store", "away 2"];
  deepStrictEqual(log, [
    ...[...failed, ...failed, ...failed],
    "store",
    "ack 1",
    "ack 2",
  ]);
  deepStrictEqual(store.stored.map(({ logSeq }) => logSeq), [1, 2]);
});

Deno.test("persist() waits longer and longer, but at most 30 times as long", async () => {
  const times: number[] = [];
  const store = fakeStore(() => {
    if (times.push(performance.now()) < 10) throw new AwayError("away");
  });
  await persistOne(deliverMany(1), store, { retryMs: 4 });
  const waits = times.slice(1).map((time, i) => time - times[i]!);
  ok(waits[0]! < 60, `first wait: ${waits[0]} ms`);
  ok(waits[5]! > 50, `sixth wait: ${waits[5]} ms`);
  ok(waits.at(-1)! < 480, `ninth wait: ${waits.at(-1)} ms`);
});

Deno.test("persist() gives up waiting when its signal aborts, and acknowledges nothing", async () => {
  const log: string[] = [];
  const stop = new AbortController();
  const store = fakeStore(() => {
    throw new AwayError("away");
  });
  const persisting = persistOne(deliverMany(1, log), store, {
    signal: stop.signal,
    retryMs: 60_000,
  });
  delay(20).then(() => stop.abort());
  await rejects(persisting, { name: "AbortError" });
  deepStrictEqual(log, []);
});

Deno.test("persist() fails with an error that it does not know, and acknowledges nothing", async () => {
  const log: string[] = [];
  const store = fakeStore(() => {
    throw new TypeError("a bug");
  });
  await rejects(persistOne(deliverMany(3, log), store), TypeError);
  deepStrictEqual(log, []);
});

Deno.test("persist() does not take an error of its listener for one of the database", async () => {
  const store = fakeStore(() => {});
  const onStored = () => {
    throw new AwayError("the listener");
  };
  await rejects(persistOne(deliverMany(1), store, { onStored }), AwayError);
  strictEqual(store.stored.length, 1);
});

/** Refuses batches that hold one of some messages as a post. */
function refusing(poison: ReadonlySet<number>, onAttempt = () => {}): Attempt {
  return (entries) => {
    onAttempt();
    const isBad = ({ kind, logSeq }: Entry) =>
      kind === "post" && poison.has(logSeq);
    if (entries.some(isBad)) throw new DataError("value too long");
  };
}

Deno.test("persist() makes a skipped row of a message that the database refuses", async () => {
  const log: string[] = [];
  const store = fakeStore(refusing(new Set([2])));
  await persistOne(deliverMany(3, log), store);
  deepStrictEqual(store.stored.map(({ kind }) => kind), [
    "post",
    "skip",
    "post",
  ]);
  const [, skip] = store.stored;
  ok(skip?.kind === "skip");
  strictEqual(skip.reason, "malformed");
  strictEqual(skip.detail, "The database refuses it: Error: value too long");
  deepStrictEqual(log, ["ack 1", "ack 2", "ack 3"]);
});

Deno.test("persist() stores every message once and in order, whichever are refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
      async (count, bad) => {
        const poison = new Set(bad);
        const log: string[] = [];
        const store = fakeStore(refusing(poison));
        await persistOne(deliverMany(count, log), store);
        deepStrictEqual(
          store.stored.map(({ logSeq, kind }) => [logSeq, kind]),
          Array.from({ length: count }, (_, i) => [
            i + 1,
            poison.has(i + 1) ? "skip" : "post",
          ]),
        );
        strictEqual(log.length, count);
      },
    ),
    { numRuns: 1_000 },
  );
});

Deno.test("persist() finds one refused message among 512 in 20 attempts", async () => {
  let attempts = 0;
  const store = fakeStore(refusing(new Set([300]), () => attempts++));
  await persistOne(deliverMany(512), store);
  strictEqual(store.stored.length, 512);
  ok(attempts <= 20, `${attempts} attempts`);
});

Deno.test("persist() waits for the database while it looks for a refused message", async () => {
  let attempts = 0;
  const store = fakeStore((entries) => {
    if (++attempts % 2 === 0) throw new AwayError("away");
    refusing(new Set([3]))(entries);
  });
  await persistOne(deliverMany(4), store, { retryMs: 1 });
  deepStrictEqual(store.stored.map(({ kind }) => kind), [
    "post",
    "post",
    "skip",
    "post",
  ]);
});

Deno.test("persist() fails if the database refuses even the skipped row", async () => {
  const log: string[] = [];
  const store = fakeStore(() => {
    throw new DataError("no");
  });
  await rejects(persistOne(deliverMany(2, log), store), DataError);
  deepStrictEqual(log, []);
});
