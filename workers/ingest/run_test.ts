import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../log.ts";
import { memoryRecords } from "../../tests/support/pipeline.ts";
import { retryUntil } from "../../tests/support/waiting.ts";
import type { OutgoingMessage } from "../broker/broker.ts";
import type { Lease } from "../broker/lease.ts";
import { runSource, type SourceRun } from "./run.ts";
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

/** A source that lasts until it is told to end. */
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
  deepStrictEqual(linesOf("good:"), ["source started", "source ended"]);
  deepStrictEqual(linesOf("bad:"), [
    ...Array.from({ length: 3 }, () => ["source started", "source failed"])
      .flat(),
    "source started",
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
