import { deepStrictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followPage } from "./follow_page.ts";

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
