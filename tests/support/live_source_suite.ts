import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Source } from "../../workers/ingest/sources/source.ts";
import { followSource } from "./follow_source.ts";
import { readNastyRows } from "./nasty_rows.ts";

/** Longest a source may take to end. */
const ABORT_MS = 1_000;

/** A server of posts, and a source that reads it with waits of some milliseconds. */
export interface LiveServer extends AsyncDisposable {
  readonly source: Source;
  /** Whether somebody listens. */
  readonly isHeard: boolean;
  /** Times somebody came, or tried to, so far. */
  readonly tries: number;
  /** Lets somebody write a post; its number must be new. */
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
