import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  backoff,
  type EventSourceLike,
  followPage,
  type LiveStatus,
  LiveStream,
} from "./stream.ts";

Deno.test("backoff() doubles its bound up to half a minute", () => {
  const random = () => 1;
  deepStrictEqual(
    [1, 2, 3, 5, 6, 7, 5_000].map((failures) => backoff(failures, { random })),
    [1_000, 2_000, 4_000, 16_000, 30_000, 30_000, 30_000],
  );
});

Deno.test("backoff() may be nothing at all", () => {
  strictEqual(backoff(9, { random: () => 0 }), 0);
});

function setUp(hiddenMs = 20) {
  const calls: string[] = [];
  const stop = new AbortController();
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    visibilityState: "visible",
  });
  const stream = {
    open: () => calls.push("open"),
    close: () => calls.push("close"),
    rest: () => calls.push("rest"),
    goOffline: () => calls.push("offline"),
  };
  followPage(stream, { window, document }, stop.signal, { hiddenMs });
  function show(state: "visible" | "hidden") {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  }
  return { calls, stop, window, show };
}

Deno.test("followPage() connects, and leaves with the page", () => {
  const { calls, window, stop } = setUp();
  window.dispatchEvent(new Event("pagehide"));
  window.dispatchEvent(new Event("pageshow"));
  deepStrictEqual(calls, ["open", "close", "open"]);
  stop.abort();
  window.dispatchEvent(new Event("pageshow"));
  deepStrictEqual(calls, ["open", "close", "open", "close"]);
});

Deno.test("followPage() disconnects a page that stays hidden", async () => {
  const { calls, show, stop } = setUp();
  show("hidden");
  deepStrictEqual(calls, ["open"]);
  while (calls.length < 2) await delay(5);
  show("visible");
  deepStrictEqual(calls, ["open", "rest", "open"]);
  stop.abort();
});

Deno.test("followPage() keeps the connection of a page that is soon shown again", async () => {
  const { calls, show, stop } = setUp();
  show("hidden");
  show("visible");
  await delay(40);
  deepStrictEqual(calls, ["open", "open"]);
  stop.abort();
});

Deno.test("followPage() reacts to the network at once", () => {
  const { calls, window, stop } = setUp();
  window.dispatchEvent(new Event("offline"));
  window.dispatchEvent(new Event("online"));
  deepStrictEqual(calls, ["open", "offline", "open"]);
  stop.abort();
});

/** A connection that the test opens, breaks and speaks through. */
class FakeSource implements EventSourceLike {
  readonly listeners = new Map<string, (event: MessageEvent) => void>();
  isClosed = false;

  addEventListener(type: string, listener: (event: MessageEvent) => void) {
    this.listeners.set(type, listener);
  }

  close() {
    this.isClosed = true;
  }

  emit(type: string, data = "{}") {
    this.listeners.get(type)?.(new MessageEvent(type, { data }));
  }
}

/** A stream in a world where time passes when the test says so. */
function setUpStream() {
  const world = { now: 0, random: 1, isOnline: true };
  const sources: FakeSource[] = [];
  const addresses: string[] = [];
  const statuses: LiveStatus[] = [];
  const events: string[] = [];
  const timers = new Set<{ at: number; callback: () => void }>();
  const stream = new LiveStream(
    () => `/?${events.length}`,
    {
      event: (type, data) => events.push(`${type} ${data}`),
      status: (status) => statuses.push(status),
    },
    {
      connect(address) {
        addresses.push(address);
        sources.push(new FakeSource());
        return sources.at(-1)!;
      },
      after(ms, callback) {
        const timer = { at: world.now + ms, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      now: () => world.now,
      random: () => world.random,
      isOnline: () => world.isOnline,
    },
  );
  function pass(ms: number) {
    world.now += ms;
    for (const timer of [...timers]) {
      if (timer.at > world.now) continue;
      timers.delete(timer);
      timer.callback();
    }
  }
  return {
    ...{ stream, world, sources, addresses, statuses, events, timers, pass },
    last: () => sources.at(-1)!,
    open: () => sources.filter((source) => !source.isClosed).length,
  };
}

Deno.test("LiveStream says how the connection is", () => {
  const { stream, last, statuses, world } = setUpStream();
  stream.open();
  last().emit("open");
  world.now = 500;
  last().emit("error");
  deepStrictEqual(statuses, [
    { kind: "connecting" },
    { kind: "live" },
    { kind: "reconnecting", until: 1_500 },
  ]);
});

Deno.test("LiveStream passes events on and asks for the newest address when it reconnects", () => {
  const { stream, last, events, addresses, pass } = setUpStream();
  stream.open();
  last().emit("tick", "1");
  last().emit("delete", "2");
  last().emit("error");
  pass(1_000);
  deepStrictEqual(events, ["tick 1", "delete 2"]);
  deepStrictEqual(addresses, ["/?0", "/?2"]);
});

Deno.test("LiveStream waits longer after each failure, and soon tries again after an event", () => {
  const { stream, last, statuses, pass, world } = setUpStream();
  const waited = () => {
    const status = statuses.at(-1)!;
    return status.kind === "reconnecting" ? status.until - world.now : null;
  };
  stream.open();
  const waits: (number | null)[] = [];
  for (let i = 0; i < 7; i++) {
    last().emit("error");
    waits.push(waited());
    pass(30_000);
  }
  deepStrictEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  last().emit("tick");
  last().emit("error");
  strictEqual(waited(), 1_000);
});

Deno.test("LiveStream tries again soon after a connection that held, though it was quiet", () => {
  const { stream, last, statuses, pass } = setUpStream();
  stream.open();
  last().emit("error");
  pass(30_000);
  last().emit("error");
  pass(30_000);
  last().emit("open");
  pass(10_000);
  last().emit("error");
  deepStrictEqual(statuses.at(-1), { kind: "reconnecting", until: 71_000 });
});

Deno.test("LiveStream comes back within five seconds when the server drains", () => {
  const { stream, last, statuses, sources, pass, world } = setUpStream();
  stream.open();
  last().emit("open");
  world.random = 0.5;
  last().emit("drain");
  deepStrictEqual(statuses.at(-1), { kind: "reconnecting", until: 2_500 });
  strictEqual(sources[0]!.isClosed, true);
  pass(2_500);
  strictEqual(sources.length, 2);
});

Deno.test("LiveStream never has two connections, nor hears one that it left", () => {
  const { stream, sources, events, open, pass } = setUpStream();
  stream.open();
  stream.open();
  sources[0]!.emit("error");
  stream.open();
  pass(60_000);
  strictEqual(sources.length, 2);
  strictEqual(open(), 1);
  sources[0]!.emit("tick", "late");
  sources[0]!.emit("error");
  deepStrictEqual(events, []);
  strictEqual(open(), 1);
});

Deno.test("LiveStream stays closed once it is closed", () => {
  const { stream, last, open, timers, pass } = setUpStream();
  stream.open();
  last().emit("error");
  stream.close();
  pass(60_000);
  strictEqual(open(), 0);
  strictEqual(timers.size, 0);
});

Deno.test("LiveStream says offline, and tries again all the same", () => {
  const { stream, last, statuses, world, sources, pass } = setUpStream();
  stream.open();
  last().emit("open");
  world.isOnline = false;
  stream.goOffline();
  deepStrictEqual(statuses.at(-1), { kind: "offline" });
  pass(30_000);
  strictEqual(sources.length, 2);
  deepStrictEqual(statuses.at(-1), { kind: "offline" });
  last().emit("error");
  deepStrictEqual(statuses.at(-1), { kind: "offline" });
});

Deno.test("LiveStream connects anew after a long silence without a word about it", () => {
  const { stream, last, statuses, sources, world, open } = setUpStream();
  stream.open();
  last().emit("open");
  world.now = 44_000;
  stream.reopenIfSilent();
  strictEqual(sources.length, 1);
  world.now = 45_000;
  stream.reopenIfSilent();
  strictEqual(sources.length, 2);
  strictEqual(open(), 1);
  ok(statuses.at(-1)!.kind === "live");
});

Deno.test("LiveStream rests until it is opened", () => {
  const { stream, last, statuses, open, timers } = setUpStream();
  stream.open();
  last().emit("open");
  stream.rest();
  deepStrictEqual(statuses.at(-1), { kind: "resting" });
  deepStrictEqual([open(), timers.size], [0, 0]);
  stream.open();
  deepStrictEqual(statuses.at(-1), { kind: "connecting" });
});
