import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { makePosts, makeSnapshot } from "../../tests/support/posts.ts";
import {
  type EventSourceLike,
  type LiveStatus,
  LiveStream,
  parseLiveEvent,
} from "./stream.ts";

const SNAPSHOT = makeSnapshot({ posts: makePosts([3, 2]), rate: 4 });

Deno.test("parseLiveEvent() reads a snapshot, whatever the names of its topics", () => {
  const data = `{"cursor":"e:3","reset":true,"topics":{"constructor":${
    JSON.stringify(SNAPSHOT)
  }}}`;
  deepStrictEqual(parseLiveEvent("snapshot", data), {
    type: "snapshot",
    cursor: "e:3",
    reset: true,
    topics: new Map([["constructor", SNAPSHOT]]),
  });
});

Deno.test("parseLiveEvent() reads a tick with only what changed", () => {
  const topics = { trump: { rate: 5 } };
  const data = JSON.stringify({ cursor: "e:4", topics });
  deepStrictEqual(parseLiveEvent("tick", data), {
    type: "tick",
    cursor: "e:4",
    topics: new Map([["trump", { rate: 5 }]]),
  });
});

Deno.test("parseLiveEvent() reads a whole tick with edits and topic details", () => {
  const about = { query: "x", color: "#000000", active: false };
  const topics = { trump: { edited: SNAPSHOT.posts, about } };
  const data = JSON.stringify({ cursor: "e:4", whole: true, topics });
  deepStrictEqual(parseLiveEvent("tick", data), {
    type: "tick",
    cursor: "e:4",
    topics: new Map([["trump", { edited: SNAPSHOT.posts, about }]]),
    whole: true,
  });
});

Deno.test("parseLiveEvent() reads deletions", () => {
  deepStrictEqual(parseLiveEvent("delete", '{"cursor":"e:5","posts":[2]}'), {
    type: "delete",
    cursor: "e:5",
    posts: [2],
  });
});

Deno.test("parseLiveEvent() reads a heartbeat", () => {
  const beat = { type: "beat", now: 900_000, late: 7, rates: { trump: 3 } };
  const data = '{"now":900000,"late":7,"rates":{"trump":3}}';
  deepStrictEqual(parseLiveEvent("beat", data), beat);
});

for (const data of ["{", "null", "7", '"text"', "[]", '{"topics":{}}']) {
  Deno.test(`parseLiveEvent() ignores ${data}`, () => {
    strictEqual(parseLiveEvent("tick", data), null);
  });
}

/** A connection that the test opens, breaks and sends events through. */
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

/** A stream with a fake clock. */
function setUp() {
  const world = { now: 0, random: 0, isOnline: true };
  const sources: FakeSource[] = [];
  const addresses: string[] = [];
  const statuses: LiveStatus[] = [];
  const events: string[] = [];
  const timers = new Set<{ at: number; callback: () => void }>();
  const stream = new LiveStream(
    () => `/?${events.length}`,
    {
      receive: (event) => events.push(event.type),
      setStatus: (status) => statuses.push(status),
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

Deno.test("LiveStream reports the state of the connection", () => {
  const { stream, last, statuses, world } = setUp();
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

Deno.test("LiveStream passes on events, ignores broken ones, and reconnects with the newest address", () => {
  const { stream, last, events, addresses, pass } = setUp();
  stream.open();
  last().emit("tick", '{"cursor":"e:1","topics":{}}');
  last().emit("delete", '{"cursor":"e:1","posts":[]}');
  last().emit("tick", "broken");
  last().emit("error");
  pass(1_000);
  deepStrictEqual(events, ["tick", "delete"]);
  deepStrictEqual(addresses, ["/?0", "/?2"]);
});

Deno.test("LiveStream waits longer after each failure, until an event arrives", () => {
  const { stream, last, statuses, pass, world } = setUp();
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

Deno.test("LiveStream retries soon after a connection that held, even if it was quiet", () => {
  const { stream, last, statuses, pass } = setUp();
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

Deno.test("LiveStream reconnects within five seconds when the server drains", () => {
  const { stream, last, statuses, sources, pass, world } = setUp();
  stream.open();
  last().emit("open");
  world.random = 0.5;
  last().emit("drain");
  deepStrictEqual(statuses.at(-1), { kind: "reconnecting", until: 2_500 });
  strictEqual(sources[0]!.isClosed, true);
  pass(2_500);
  strictEqual(sources.length, 2);
});

Deno.test("LiveStream never has two connections, nor receives events from a closed one", () => {
  const { stream, sources, events, open, pass } = setUp();
  stream.open();
  stream.open();
  sources[0]!.emit("error");
  stream.open();
  pass(60_000);
  strictEqual(sources.length, 2);
  strictEqual(open(), 1);
  sources[0]!.emit("beat");
  sources[0]!.emit("error");
  deepStrictEqual(events, []);
  strictEqual(open(), 1);
});

Deno.test("LiveStream stays closed once it is closed", () => {
  const { stream, last, open, timers, pass } = setUp();
  stream.open();
  last().emit("error");
  stream.close();
  pass(60_000);
  strictEqual(open(), 0);
  strictEqual(timers.size, 0);
});

Deno.test("LiveStream reports that it is offline, and retries all the same", () => {
  const { stream, last, statuses, world, sources, pass } = setUp();
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

Deno.test("LiveStream reconnects after a long silence without changing its status", () => {
  const { stream, last, statuses, sources, world, open } = setUp();
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

Deno.test("LiveStream stays suspended until it is opened", () => {
  const { stream, last, statuses, open, timers } = setUp();
  stream.open();
  last().emit("open");
  stream.suspend();
  deepStrictEqual(statuses.at(-1), { kind: "suspended" });
  deepStrictEqual([open(), timers.size], [0, 0]);
  stream.open();
  deepStrictEqual(statuses.at(-1), { kind: "connecting" });
});
