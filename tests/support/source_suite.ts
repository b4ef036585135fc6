import {
  deepStrictEqual,
  fail,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type {
  PostEvent,
  Source,
  SourcePost,
  SourceStatus,
} from "../../workers/ingest/sources/source.ts";
import { followSource } from "./follow_source.ts";
import { readNastyRows } from "./recordings.ts";

const GIVE_UP_MS = 10_000;
/** Longest a source may take to end. */
const ABORT_MS = 1_000;

/** Options for {@linkcode testSource}. */
export interface SourceSuiteOptions {
  /** Events about posts that the source has at least. @default {40} */
  readonly count?: number;
}

/**
 * Tests that every {@linkcode Source} must pass. Sanitizers are on, so a timer
 * or a file that a source leaves behind fails its test.
 */
export function testSource(
  name: string,
  make: () => Source | Promise<Source>,
  options: SourceSuiteOptions = {},
): void {
  const { count = 40 } = options;
  const test = (does: string, fn: (source: Source) => Promise<void>) =>
    Deno.test({
      name: `${name} ${does}`,
      sanitizeOps: true,
      sanitizeResources: true,
      fn: async () => await fn(await make()),
    });

  test("has a name that fits a subject, and a key", async ({ name, key }) => {
    match(name, /^[a-z]+$/);
    ok(key.startsWith(`${name}:`));
    await Promise.resolve();
  });

  test("yields posts of the right shape", async (source) => {
    for (const event of await take(source, count)) checkEvent(event);
  });

  test("gives each post its own id", async (source) => {
    const ids = idsOf(await take(source, count));
    deepStrictEqual([...new Set(ids)], ids);
  });

  test("goes on after a position and repeats nothing", async (source) => {
    const before = await take(source, Math.floor(count / 2));
    const position = before.findLast((e) => e.position !== null)?.position;
    if (position === undefined) return;
    const known = new Set(idsOf(before));
    const after = await take(source, Math.floor(count / 2), position);
    deepStrictEqual(idsOf(after).filter((id) => known.has(id)), []);
  });

  test("yields nothing if it is aborted before it begins", async (source) => {
    for await (const event of source.read(null, AbortSignal.abort())) {
      fail(`there is an event: ${JSON.stringify(event)}`);
    }
  });

  test("can be left at any event", async (source) => {
    for await (const _ of source.read(null, new AbortController().signal)) {
      break;
    }
  });

  test("ends within a second of an abort", async (source) => {
    const stop = new AbortController();
    const stopAt = performance.now() + 50;
    const aborting = delay(50).then(() => stop.abort());
    const tookMs = () => performance.now() - stopAt;
    for await (const _ of source.read(null, stop.signal)) {
      if (tookMs() > ABORT_MS) break;
    }
    ok(tookMs() < ABORT_MS, `goes on ${tookMs()} ms after the abort`);
    await aborting;
  });
}

async function take(
  source: Source,
  count: number,
  position: string | null = null,
): Promise<PostEvent[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), GIVE_UP_MS);
  const events: PostEvent[] = [];
  for await (const event of source.read(position, stop.signal)) {
    if (!("position" in event)) checkStatus(event);
    else if (events.push(event) === count) break;
  }
  clearTimeout(timer);
  ok(!stop.signal.aborted, `only ${events.length} events in ${GIVE_UP_MS} ms`);
  ok(events.length > 0, "a source under test must have something to tell");
  return events;
}

function idsOf(events: readonly PostEvent[]): string[] {
  return events.flatMap((e) => e.kind === "post" ? [e.post.id] : []);
}

function checkEvent(event: PostEvent): void {
  ok(event.position === null || typeof event.position === "string");
  if (event.kind === "post" || event.kind === "edit") checkPost(event.post);
  if (event.kind === "delete-author") checkId(event.idPrefix);
  if (event.kind === "delete") checkId(event.id);
  if (event.kind === "rejected") {
    match(event.reason, /^(malformed|oversize)$/);
    ok(event.head.length <= 512);
  }
}

function checkStatus(status: SourceStatus): void {
  if (status.kind === "notice") return;
  ok(Number.isSafeInteger(status.atMs), `atMs is ${status.atMs}`);
  const words = status.kind === "live" ? status.detail : status.why;
  ok(words.length > 0 && words.length < 500, words);
}

function checkPost(post: SourcePost): void {
  checkId(post.id);
  ok(Number.isSafeInteger(post.createdMs), `createdMs is ${post.createdMs}`);
  ok(typeof post.text === "string" && post.text.isWellFormed());
  match(post.lang, /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
  ok(post.author === null || post.author.length > 0);
  ok(post.url === null || /^https?:\/\//.test(post.url));
  for (const link of post.entities?.links ?? []) match(link, /^https?:\/\//);
}

function checkId(id: string): void {
  const { length } = new TextEncoder().encode(id);
  ok(length >= 1 && length <= 255, `an id of ${length} bytes: ${id}`);
}

/** A server of posts, and a source that reads it with waits of some milliseconds. */
export interface LiveServer extends AsyncDisposable {
  readonly source: Source;
  /** Whether there is a client. */
  readonly isHeard: boolean;
  /** Connections and attempts so far. */
  readonly tries: number;
  /** Adds a post; its number must be new. */
  say(number: number, text: string): void;
  /** Sends a message of so many bytes. */
  sayMuch(bytes: number): void;
  /** Cuts the connection. */
  cut(): void;
  /** Refuses all who come, or lets them in again. */
  refuse(isRefused: boolean): void;
}

/**
 * Tests that every source must pass whose server can go away. Sanitizers are
 * on, so a timer or a connection that is left behind fails its test.
 */
export function testLiveSource(
  name: string,
  open: () => Promise<LiveServer>,
): void {
  const test = (
    does: string,
    run: (server: LiveServer) => Promise<void>,
  ) =>
    Deno.test({
      name: `${name} ${does}`,
      sanitizeOps: true,
      sanitizeResources: true,
      async fn() {
        await using server = await open();
        await run(server);
      },
    });

  test("says when it is live, and since when it is not", async (server) => {
    await using followed = followSource(server.source);
    await heard(server, followed, 1);
    server.cut();
    await followed.until("down", () => followed.only("down").length > 0);
    await heard(server, followed, 2);
    const told = followed.events.filter(({ kind }) =>
      kind === "live" || kind === "down"
    );
    const times = told.map((event) => "atMs" in event ? event.atMs : NaN);
    deepStrictEqual(times, times.toSorted((a, b) => a - b));
    deepStrictEqual(told[0]!.kind, "live");
    deepStrictEqual(told.at(-1)!.kind, "live");
    for (const { why } of followed.only("down")) match(why, /^\S.{3,300}$/);
  });

  test("tries again and again where it is refused, ever more seldom", async (server) => {
    server.refuse(true);
    await using followed = followSource(server.source);
    await followed.until("downs", () => followed.only("down").length >= 3);
    const before = server.tries;
    await delay(500);
    const tries = server.tries - before;
    ok(tries >= 1 && tries <= 60, `${tries} tries in half a second`);
    const waits = followed.only("down").map(({ retryMs }) => retryMs ?? 0);
    ok(Math.max(...waits.slice(-2)) >= waits[0]!, waits.join());
    server.refuse(false);
    await heard(server, followed, 1);
  });

  test("gives a post once that comes once", async (server) => {
    await using followed = followSource(server.source);
    await heard(server, followed, 1);
    for (let i = 100; i < 130; i++) server.say(i, `post ${i}`);
    await followed.until("all", () => followed.texts().includes("post 129"));
    const texts = followed.texts().filter((text) => /^post 1\d\d$/.test(text));
    deepStrictEqual(
      texts,
      Array.from({ length: 30 }, (_, i) => `post ${i + 100}`),
    );
  });

  test("takes hostile texts for texts", async (server) => {
    await using followed = followSource(server.source);
    await heard(server, followed, 1);
    const rows = (await readNastyRows()).slice(0, 400);
    for (const [i, { text }] of rows.entries()) {
      if (text !== undefined && text.length < 10_000) {
        server.say(1_000 + i, text);
      }
    }
    server.say(9_999, "the end");
    await followed.until("end", () => followed.texts().includes("the end"));
    ok(followed.texts().length > 5);
    for (const text of followed.texts()) ok(text.isWellFormed());
    strictEqual(followed.only("down").length, 0);
  });

  test("rejects a message of 10 MB, and goes on", async (server) => {
    await using followed = followSource(server.source);
    await heard(server, followed, 1);
    server.sayMuch(10_000_000);
    await followed.until(
      "rejected",
      () => followed.only("rejected").length > 0,
    );
    const [rejected] = followed.only("rejected");
    strictEqual(rejected!.reason, "oversize");
    ok(rejected!.head.length > 0 && rejected!.head.length <= 512);
    let number = 5_000;
    await followed.until("goes on", () => {
      if (server.isHeard) server.say(number++, "afterwards");
      return followed.texts().includes("afterwards");
    });
  });

  for (const state of ["while it is live", "while it is refused"]) {
    test(`ends within a second ${state}`, async (server) => {
      server.refuse(state.endsWith("refused"));
      const followed = followSource(server.source);
      await followed.until(
        state,
        () => server.isHeard || followed.only("down").length > 0,
      );
      const tookMs = await followed.stop();
      ok(tookMs < ABORT_MS, `${tookMs} ms`);
    });
  }

  let greetings = 50_000;

  /** Waits until the source says for the `times`th time that it is live. */
  async function heard(
    server: LiveServer,
    followed: ReturnType<typeof followSource>,
    times: number,
  ): Promise<void> {
    await followed.until("live", () => {
      // Some are live only once they have heard something.
      if (server.isHeard) server.say(greetings++, "hello");
      return followed.only("live").length >= times;
    });
  }
}
