import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { pollWhileVisible } from "./hooks.ts";

function setUp(
  ask: () => Promise<void>,
  onFail?: (error: unknown, retryMs: number) => void,
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

Deno.test("pollWhileVisible() asks again and again, until it is stopped", async () => {
  const { stop, asked } = setUp(() => Promise.resolve());
  strictEqual(asked(), 0);
  while (asked() < 3) await delay(2);
  stop.abort();
  const then = asked();
  await delay(20);
  strictEqual(asked(), then);
});

Deno.test("pollWhileVisible() asks nothing while the page is hidden, and at once when it is shown", async () => {
  const { stop, asked, show } = setUp(() => Promise.resolve());
  show("hidden");
  await delay(20);
  strictEqual(asked(), 0);
  show("visible");
  await delay(3);
  strictEqual(asked(), 1);
  stop.abort();
});

Deno.test("pollWhileVisible() does not ask while it waits for an answer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { stop, asked, show } = setUp(() => promise);
  while (asked() < 1) await delay(2);
  show("visible");
  await delay(15);
  strictEqual(asked(), 1);
  stop.abort();
  resolve();
});

Deno.test("pollWhileVisible() goes on after a failure, and says when", async () => {
  const told: number[] = [];
  const fail = () => Promise.reject(new Error("no answer"));
  const { stop } = setUp(fail, (_error, retryMs) => told.push(retryMs));
  while (told.length < 1) await delay(2);
  stop.abort();
  const [retryMs] = told;
  ok(retryMs! >= 5 && retryMs! <= 1_005, `${retryMs} ms`);
  await delay(10);
  deepStrictEqual(told.length, 1);
});

Deno.test("pollWhileVisible() asks at once when the network is back", async () => {
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
