import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { testSource } from "../../../../tests/support/source_suite.ts";
import type { PostEvent } from "../source.ts";
import { type DemoOptions, demoSource } from "./demo.ts";

testSource(
  "demoSource()",
  () => demoSource({ rate: 200, words: () => ["trump"] }),
);
testSource(
  "demoSource() without history",
  () => demoSource({ rate: 400, backfillMs: 0 }),
);
testSource(
  "demoSource() at a slow rate",
  () => demoSource({ rate: 0.5, backfillMs: 600_000 }),
);
testSource(
  "demoSource() with a history without end",
  () => demoSource({ rate: 100_000 }),
);

const NOON = Date.UTC(2026, 0, 1, 12);
const QUARTER = 900_000;
const OPTIONS: DemoOptions = {
  seed: 1,
  words: () => ["trump"],
  now: () => NOON,
};

/** Everything up to noon, where the clock stands. */
async function readHistory(
  options: DemoOptions,
  position: string | null = null,
): Promise<PostEvent[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 5_000);
  const events: PostEvent[] = [];
  for await (const event of demoSource(options).read(position, stop.signal)) {
    if (Number(event.position) > NOON) break;
    events.push(event);
  }
  clearTimeout(timer);
  ok(!stop.signal.aborted, "waited in vain for the first event after noon");
  return events;
}

const timesOf = (events: PostEvent[]) =>
  events.flatMap((e) => e.kind === "post" ? [e.post.createdMs] : []);

Deno.test("demoSource() begins with a quarter of an hour, in order, up to now", async () => {
  const times = timesOf(await readHistory(OPTIONS));
  deepStrictEqual(times, times.toSorted((a, b) => a - b));
  ok(times[0]! >= NOON - QUARTER && times[0]! < NOON - QUARTER + 1_000);
  ok(times.at(-1)! <= NOON && times.at(-1)! > NOON - 1_000);
  ok(Math.abs(times.length - 18_000) < 900, `${times.length} posts`);
});

Deno.test("demoSource() repeats its history with clock and seed", async () => {
  const options = { ...OPTIONS, backfillMs: 60_000 };
  const first = await readHistory(options);
  deepStrictEqual(await readHistory(options), first);
  notDeepStrictEqual(await readHistory({ ...options, seed: 2 }), first);
});

Deno.test("demoSource() does not send its history again after a restart", async () => {
  const [last] = (await readHistory(OPTIONS)).slice(-1);
  strictEqual((await readHistory(OPTIONS, last!.position)).length, 0);
});

Deno.test("demoSource() goes on where its history broke off", async () => {
  const halfway = (await readHistory(OPTIONS))[9_000]!.position!;
  const times = timesOf(await readHistory(OPTIONS, halfway));
  ok(times[0]! >= Number(halfway));
  ok(Math.abs(times.length - 9_000) < 900, `${times.length} posts`);
});

for (const position of ["0", "soon", ""]) {
  Deno.test(`demoSource() reaches back no further after position "${position}"`, async () => {
    const times = timesOf(await readHistory(OPTIONS, position));
    ok(times[0]! >= NOON - QUARTER);
    ok(times[0]! < NOON - QUARTER + 1_000);
  });
}

Deno.test("demoSource() goes on now if its position lies in the future", async () => {
  const events = await readHistory(OPTIONS, String(NOON + 3_600_000));
  strictEqual(events.length, 0);
});

Deno.test("demoSource() leaves out what a sleeping machine missed", async () => {
  let now = NOON;
  const stop = new AbortController();
  const events = demoSource({ ...OPTIONS, now: () => now, backfillMs: 10_000 })
    .read(null, stop.signal)[Symbol.asyncIterator]();
  await events.next();
  now += 8 * 3_600_000;
  const { value } = await events.next();
  stop.abort();
  await events.next();
  ok(Number(value!.position) >= now - 10_000);
});

Deno.test("demoSource() deletes only posts that it sent, each once", async () => {
  const events = await readHistory(OPTIONS);
  const sent = new Set<string>();
  let deletions = 0;
  for (const event of events) {
    if (event.kind === "post") sent.add(event.post.id);
    if (event.kind !== "delete") continue;
    deletions++;
    ok(sent.delete(event.id), `${event.id} was not there to delete`);
  }
  ok(deletions > 40 && deletions < 160, `${deletions} deletions`);
});

Deno.test("demoSource() is about what is tracked now", async () => {
  let tracked = ["trump"];
  const stop = new AbortController();
  const options = { ...OPTIONS, words: () => tracked };
  const ids: string[] = [];
  const texts: string[] = [];
  for await (const event of demoSource(options).read(null, stop.signal)) {
    if (event.kind !== "post") continue;
    ids.push(event.post.id);
    texts.push(event.post.text);
    if (ids.length === 500) tracked = ["otters"];
    if (ids.length === 1_000) break;
  }
  deepStrictEqual([...new Set(ids)], ids);
  const about = (word: RegExp, from: number) =>
    texts.slice(from, from + 500).filter((text) => word.test(text)).length;
  ok(about(/trump/i, 0) > 150 && about(/otters/i, 0) === 0);
  ok(about(/otters/i, 500) > 150 && about(/trump/i, 500) === 0);
});
