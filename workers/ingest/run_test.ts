import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../log.ts";
import { type MemoryGap, memoryRecords } from "../../tests/support/pipeline.ts";
import { retryUntil } from "../../tests/support/waiting.ts";
import { LogLostError, type OutgoingMessage } from "../broker/broker.ts";
import type { Lease } from "../broker/lease.ts";
import { followSource, runSource, type SourceRun } from "./run.ts";
import type { Source } from "./sources/source.ts";
import { EXPIRED } from "../broker/lease.ts";

const failure = new Error("broken");

/** Gives one rejection, then ends, or fails the first `failures` times. */
function makeSource(name: string, failures = 0): Source {
  return {
    name,
    key: `${name}:`,
    async *read(position) {
      const head = new Uint8Array();
      const detail = `after ${position}`;
      yield { kind: "rejected", reason: "malformed", detail, head, position };
      await Promise.resolve();
      if (failures-- > 0) throw failure;
    },
  };
}

/** A source that lasts until it is ended. */
function makeLasting(): Source & { reads: number } {
  const source = {
    name: "one",
    key: "one:",
    reads: 0,
    async *read(_position: string | null, signal: AbortSignal) {
      source.reads++;
      const atMs = Date.now();
      yield {
        kind: "live",
        atMs,
        detail: "connected",
        recovered: false,
      } as const;
      await delay(60_000, undefined, { signal }).catch(() => {});
    },
  };
  return source;
}

/** A lease that nobody else wants. */
function makeLease(lost = new AbortController().signal): Lease {
  return { lost, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** A log that keeps its lines, and what a source needs besides. */
function makeRun(run: Partial<Omit<SourceRun, "records">> = {}) {
  const lines: Parameters<Log>[] = [];
  const sent: OutgoingMessage[] = [];
  const kinds: string[] = [];
  return {
    lines,
    sent,
    kinds,
    records: memoryRecords(),
    broker: {
      lost: new AbortController().signal,
      publish: (message: OutgoingMessage) => {
        sent.push(message);
        return Promise.resolve();
      },
    },
    matchTopics: () => [],
    holdLease: () => Promise.resolve<Lease | null>(makeLease()),
    log: (...line: Parameters<Log>) => void lines.push(line),
    onEvent: ({ kind }: { kind: string }) => void kinds.push(kind),
    signal: new AbortController().signal,
    retryMs: 1,
    ...run,
  };
}

Deno.test("runSource() says when a source begins and ends", async () => {
  const run = makeRun();
  await runSource(makeSource("one"), run);
  deepStrictEqual(run.lines, [
    ["info", "source started", { source: "one:" }],
    ["warn", "refused", { source: "one:", detail: "after null" }],
    ["warn", "refused in all", { source: "one:", count: 1 }],
    ["info", "source ended", { source: "one:" }],
  ]);
  deepStrictEqual(run.kinds, ["rejected"]);
  deepStrictEqual(run.sent.map(({ subject }) => subject), ["rejected.one"]);
  strictEqual(run.records.states.get("one:")?.state, "ended");
});

Deno.test("runSource() goes on where the source was left", async () => {
  const run = makeRun();
  run.records.positions.set("one:", "17");
  await runSource(makeSource("one"), run);
  deepStrictEqual(run.lines[0], ["info", "source resumed", {
    source: "one:",
    position: "17",
  }]);
  deepStrictEqual(run.sent.map(({ id }) => id), ["rejected:one::17"]);
});

Deno.test("runSource() reports a source that fails, and tries it again", async () => {
  const run = makeRun();
  await Promise.all([
    runSource(makeSource("bad", 3), run),
    runSource(makeSource("good"), run),
  ]);
  const linesOf = (source: string) =>
    run.lines.filter(([, , fields]) => fields?.source === source)
      .map(([, message]) => message);
  deepStrictEqual(linesOf("good:"), [
    "source started",
    "refused",
    "refused in all",
    "source ended",
  ]);
  deepStrictEqual(linesOf("bad:"), [
    ...Array.from(
      { length: 3 },
      () => ["source started", "refused", "source failed"],
    )
      .flat(),
    "source started",
    "refused",
    "refused in all",
    "source ended",
  ]);
});

Deno.test("runSource() waits for a database that does not tell its place", async () => {
  const run = makeRun();
  run.records.fails = 3;
  await runSource(makeSource("one"), run);
  strictEqual(run.lines.at(-1)![1], "source ended");
});

Deno.test("runSource() reads nothing without the lease", async () => {
  const source = makeLasting();
  await runSource(source, makeRun({ holdLease: () => Promise.resolve(null) }));
  strictEqual(source.reads, 0);
});

Deno.test("runSource() leaves a source that another process reads, and comes back", async () => {
  const source = makeLasting();
  const stop = new AbortController();
  const leases = [new AbortController(), new AbortController()];
  let given = 0;
  const run = makeRun({
    signal: stop.signal,
    holdLease: () => Promise.resolve(makeLease(leases[given++]!.signal)),
  });
  const running = runSource(source, run);
  await retryUntil(() => Promise.resolve(strictEqual(source.reads, 1)));
  leases[0]!.abort();
  await retryUntil(() => Promise.resolve(strictEqual(source.reads, 2)));
  ok(
    run.lines.some(([, line]) =>
      line === "another process took the source over"
    ),
  );
  stop.abort();
  await running;
});

Deno.test("runSource() says of a lease that it could not renew that, and nothing of others", async () => {
  const source = makeLasting();
  const stop = new AbortController();
  const lost = [AbortSignal.abort(EXPIRED), new AbortController().signal];
  const run = makeRun({
    signal: stop.signal,
    holdLease: () => Promise.resolve(makeLease(lost.shift()!)),
  });
  const running = runSource(source, run);
  await retryUntil(() => Promise.resolve(strictEqual(lost.length, 0)));
  stop.abort();
  await running;
  const warnings = run.lines.filter(([level]) => level === "warn");
  deepStrictEqual(warnings.map(([, message]) => message), [
    "the lease could not be renewed",
  ]);
});

Deno.test("runSource() writes down how a source is and how far it came", async () => {
  const stop = new AbortController();
  const source: Source = {
    ...makeLasting(),
    async *read(_position, signal) {
      yield { kind: "live", atMs: 5, detail: "connected", recovered: false };
      yield { kind: "delete", id: "unknown", position: "77" };
      yield { kind: "down", atMs: 6, why: "cut off", retryMs: 1_000 };
      await delay(60_000, undefined, { signal }).catch(() => {});
    },
  };
  const run = makeRun({ signal: stop.signal });
  const running = runSource(source, run);
  await retryUntil(() =>
    Promise.resolve(strictEqual(run.records.gaps.length, 1))
  );
  stop.abort();
  await running;
  strictEqual(run.records.positions.get("one:"), "77");
  strictEqual(run.records.states.get("one:")?.state, "down");
  deepStrictEqual(run.sent, []);
});

/** A log that can be lost, and what was published to each. */
function makeLosable() {
  let lost = new AbortController();
  let ids: string[] = [];
  const logs = [ids];
  return {
    logs,
    get lost() {
      return lost.signal;
    },
    publish({ id }: OutgoingMessage) {
      ids.push(id);
      return Promise.resolve();
    },
    lose() {
      const before = lost;
      lost = new AbortController();
      logs.push(ids = []);
      before.abort(new LogLostError("2026-01-31T12:00:00Z"));
    },
  };
}

/** Gives ten posts, waits at `pauseAt` for `resume`, and then gives one more at once although it is aborted. */
function makeFile(pauseAt: number, resume: Promise<void>): Source {
  return {
    name: "file",
    key: "file:",
    async *read(position) {
      for (let id = Number(position) + 1; id <= 10; id++) {
        if (id === pauseAt) await resume;
        const post = { id: `${id}`, createdMs: id, text: "", lang: "und" };
        yield {
          kind: "post",
          post: { ...post, author: null, url: null },
          position: `${id}`,
        };
      }
    },
  };
}

const idsOf = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `file:${from + i}:a`);

// Seen to fail without the look at `lost` before a message is published.
Deno.test("followSource() goes back to the stored position when the log is lost, and not before", async () => {
  const stop = new AbortController();
  const broker = makeLosable();
  const { promise: resume, resolve } = Promise.withResolvers<void>();
  const matchTopics = () => ["a"];
  const run = makeRun({ broker, matchTopics, signal: stop.signal });
  const following = followSource(makeFile(7, resume), run);
  await retryUntil(() =>
    Promise.resolve(strictEqual(broker.logs[0]!.length, 6))
  );
  run.records.positions.set("file:", "4");
  broker.lose();
  resolve();
  await retryUntil(() => Promise.resolve(strictEqual(broker.logs.length, 2)));
  await retryUntil(() =>
    Promise.resolve(deepStrictEqual(broker.logs[1], idsOf(5, 10)))
  );
  stop.abort();
  await following;
  deepStrictEqual(broker.logs, [idsOf(1, 6), idsOf(5, 10)]);
  deepStrictEqual(run.records.gaps, [], "a file can be read again");
});

// Seen to fail with a source that is forgotten once it has ended.
Deno.test("followSource() reads again what had ended and was not stored when the log was lost", async () => {
  const stop = new AbortController();
  const broker = makeLosable();
  const matchTopics = () => ["a"];
  const run = makeRun({ broker, matchTopics, signal: stop.signal });
  const following = followSource(makeFile(0, Promise.resolve()), run);
  const isEnded = (times: number) =>
    retryUntil(() => {
      const ends = run.lines.filter(([, line]) => line === "source ended");
      return Promise.resolve(strictEqual(ends.length, times));
    });
  await isEnded(1);
  run.records.positions.set("file:", "8");
  broker.lose();
  await isEnded(2);
  run.records.positions.set("file:", "10");
  broker.lose();
  await isEnded(3);
  deepStrictEqual(broker.logs, [idsOf(1, 10), idsOf(9, 10), []]);
  stop.abort();
  await following;
});

Deno.test("followSource() records a gap of a live source since the newest stored message of a log that is lost", async () => {
  for (const receivedMs of [Date.parse("2026-01-31T15:00:00Z"), null]) {
    const stop = new AbortController();
    const broker = makeLosable();
    const source = makeLasting();
    const run = makeRun({ broker, signal: stop.signal });
    run.records.receivedMs = receivedMs;
    const following = followSource(source, run);
    await retryUntil(() => Promise.resolve(strictEqual(source.reads, 1)));
    const lostMs = Date.now();
    broker.lose();
    await retryUntil(() =>
      Promise.resolve(ok(run.records.gaps[0]?.toMs ?? 0 >= lostMs))
    );
    const [{ fromMs, recovered }, ...others] = run.records.gaps as [MemoryGap];
    const createdMs = Date.parse("2026-01-31T12:00:00Z");
    deepStrictEqual([fromMs, recovered, others], [
      receivedMs ?? createdMs,
      false,
      [],
    ]);
    stop.abort();
    await following;
  }
});
