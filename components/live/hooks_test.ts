import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followPage, pollWhileVisible } from "./hooks.ts";

function setUp(
  ask: () => Promise<void>,
  onFail?: (error: unknown, waitMs: number) => void,
) {
  const stop = new AbortController();
  const document = Object.assign(new EventTarget(), {
    visibilityState: "visible",
  });
  let asked = 0;
  pollWhileVisible(
    () => {
      asked++;
      return ask();
    },
    document,
    stop.signal,
    { everyMs: 5, ...(onFail && { onFail }) },
  );
  return {
    stop,
    asked: () => asked,
    show(state: "visible" | "hidden") {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

Deno.test("pollWhileVisible() polls until it is stopped", async () => {
  const { stop, asked } = setUp(() => Promise.resolve());
  strictEqual(asked(), 0);
  while (asked() < 3) await delay(2);
  stop.abort();
  const then = asked();
  await delay(20);
  strictEqual(asked(), then);
});

Deno.test("pollWhileVisible() does not poll a hidden page, and polls at once when it is shown", async () => {
  const { stop, asked, show } = setUp(() => Promise.resolve());
  show("hidden");
  await delay(20);
  strictEqual(asked(), 0);
  show("visible");
  await delay(3);
  strictEqual(asked(), 1);
  stop.abort();
});

Deno.test("pollWhileVisible() does not poll while it waits for an answer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { stop, asked, show } = setUp(() => promise);
  while (asked() < 1) await delay(2);
  show("visible");
  await delay(15);
  strictEqual(asked(), 1);
  stop.abort();
  resolve();
});

Deno.test("pollWhileVisible() retries after a failure, and says when", async () => {
  const waits: number[] = [];
  const fail = () => Promise.reject(new Error("no answer"));
  const { stop } = setUp(fail, (_error, waitMs) => waits.push(waitMs));
  while (waits.length < 1) await delay(2);
  stop.abort();
  const [waitMs] = waits;
  ok(waitMs! >= 5 && waitMs! <= 1_005, `${waitMs} ms`);
  await delay(10);
  deepStrictEqual(waits.length, 1);
});

Deno.test("pollWhileVisible() polls at once when the network is back", async () => {
  const stop = new AbortController();
  const document = Object.assign(new EventTarget(), {
    visibilityState: "visible",
  });
  let asked = 0;
  const ask = () => Promise.resolve(void asked++);
  pollWhileVisible(ask, document, stop.signal, { everyMs: 60_000 });
  globalThis.dispatchEvent(new Event("online"));
  while (asked < 1) await delay(1);
  stop.abort();
  globalThis.dispatchEvent(new Event("online"));
  await delay(5);
  strictEqual(asked, 1);
});

function setUpPage(hiddenMs = 20) {
  const calls: string[] = [];
  const stop = new AbortController();
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    visibilityState: "visible",
  });
  const stream = {
    open: () => calls.push("open"),
    close: () => calls.push("close"),
    suspend: () => calls.push("suspend"),
    goOffline: () => calls.push("offline"),
  };
  followPage(stream, { window, document }, stop.signal, { hiddenMs });
  function show(state: "visible" | "hidden") {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  }
  return { calls, stop, window, show };
}

Deno.test("followPage() connects, and closes with the page", () => {
  const { calls, window, stop } = setUpPage();
  window.dispatchEvent(new Event("pagehide"));
  window.dispatchEvent(new Event("pageshow"));
  deepStrictEqual(calls, ["open", "close", "open"]);
  stop.abort();
  window.dispatchEvent(new Event("pageshow"));
  deepStrictEqual(calls, ["open", "close", "open", "close"]);
});

Deno.test("followPage() disconnects a page that stays hidden", async () => {
  const { calls, show, stop } = setUpPage();
  show("hidden");
  deepStrictEqual(calls, ["open"]);
  while (calls.length < 2) await delay(5);
  show("visible");
  deepStrictEqual(calls, ["open", "suspend", "open"]);
  stop.abort();
});

Deno.test("followPage() keeps the connection of a page that is hidden briefly", async () => {
  const { calls, show, stop } = setUpPage();
  show("hidden");
  show("visible");
  await delay(40);
  deepStrictEqual(calls, ["open", "open"]);
  stop.abort();
});

Deno.test("followPage() reacts to the network at once", () => {
  const { calls, window, stop } = setUpPage();
  window.dispatchEvent(new Event("offline"));
  window.dispatchEvent(new Event("online"));
  deepStrictEqual(calls, ["open", "offline", "open"]);
  stop.abort();
});
