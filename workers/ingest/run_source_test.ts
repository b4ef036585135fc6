import { deepStrictEqual } from "node:assert/strict";
import type { Log } from "../../log.ts";
import type { OutgoingMessage } from "../broker/broker.ts";
import { runSource, type SourceRun } from "./run_source.ts";
import type { Source } from "./source.ts";

const failure = new Error("broken");

/** Gives one rejection, then ends or fails. */
function makeSource(name: string, fails = false): Source {
  return {
    name,
    key: `${name}:`,
    async *read(position) {
      const head = new Uint8Array();
      const detail = `after ${position}`;
      yield { kind: "rejected", reason: "malformed", detail, head, position };
      await Promise.resolve();
      if (fails) throw failure;
    },
  };
}

/** A log that keeps its lines, and what a source needs besides. */
function makeRun(run: Partial<SourceRun> = {}) {
  const lines: Parameters<Log>[] = [];
  const sent: OutgoingMessage[] = [];
  const kinds: string[] = [];
  return {
    lines,
    sent,
    kinds,
    readPosition: () => Promise.resolve(null as string | null),
    broker: {
      publish: (message: OutgoingMessage) => {
        sent.push(message);
        return Promise.resolve();
      },
    },
    matchTopics: () => [],
    log: (...line: Parameters<Log>) => void lines.push(line),
    onEvent: ({ kind }: { kind: string }) => void kinds.push(kind),
    signal: new AbortController().signal,
    ...run,
  };
}

Deno.test("runSource() says when a source begins and ends", async () => {
  const run = makeRun();
  await runSource(makeSource("one"), run);
  deepStrictEqual(run.lines, [
    ["info", "source begins", { source: "one:" }],
    ["info", "source ended", { source: "one:" }],
  ]);
  deepStrictEqual(run.kinds, ["rejected"]);
  deepStrictEqual(run.sent.map(({ subject }) => subject), ["rejected.one"]);
});

Deno.test("runSource() goes on where the source was left", async () => {
  const asked: string[] = [];
  const run = makeRun({
    readPosition: (key) => {
      asked.push(key);
      return Promise.resolve("17");
    },
  });
  await runSource(makeSource("one"), run);
  deepStrictEqual(asked, ["one:"]);
  deepStrictEqual(run.lines[0], ["info", "source goes on", {
    source: "one:",
    position: "17",
  }]);
  deepStrictEqual(run.sent.map(({ id }) => id), ["rejected:one::17"]);
});

Deno.test("runSource() reports a source that fails, and others go on", async () => {
  const run = makeRun();
  await Promise.all([
    runSource(makeSource("bad", true), run),
    runSource(makeSource("good"), run),
  ]);
  deepStrictEqual(run.lines.slice(2).toSorted(), [
    ["error", "source failed", { source: "bad:", error: failure }],
    ["info", "source ended", { source: "good:" }],
  ]);
});

Deno.test("runSource() reports that its place cannot be read", async () => {
  const run = makeRun({ readPosition: () => Promise.reject(failure) });
  await runSource(makeSource("one"), run);
  deepStrictEqual(run.lines, [
    ["error", "source failed", { source: "one:", error: failure }],
  ]);
});
