import { effect, signal } from "@preact/signals";
import { deepStrictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { Throttle } from "./store.ts";

/** Actions that record their runs. */
function setUp() {
  const done: string[] = [];
  return {
    done,
    one: () => void done.push("one"),
    other: () => void done.push("other"),
  };
}

Deno.test("Throttle runs the first action at once, then each scheduled one once per interval", async () => {
  const { done, one, other } = setUp();
  using throttle = new Throttle(20);
  throttle.schedule(one);
  deepStrictEqual(done, ["one"]);
  throttle.schedule(one);
  throttle.schedule(other);
  throttle.schedule(one);
  deepStrictEqual(done, ["one"]);
  while (done.length < 3) await delay(5);
  await delay(60);
  deepStrictEqual(done, ["one", "one", "other"]);
});

Deno.test("Throttle runs joined actions with the scheduled ones, or at once", async () => {
  const { done, one, other } = setUp();
  using throttle = new Throttle(20);
  throttle.join(other);
  throttle.schedule(one);
  deepStrictEqual(done, ["other", "one"]);
  throttle.join(other);
  deepStrictEqual(done, ["other", "one", "other"]);
  throttle.schedule(one);
  throttle.join(other);
  deepStrictEqual(done.length, 3);
  while (done.length < 5) await delay(5);
  deepStrictEqual(done.slice(3), ["one", "other"]);
});

Deno.test("Throttle runs its actions in one batch of signals", () => {
  using throttle = new Throttle(20);
  const [a, b] = [signal(0), signal(0)];
  const seen: number[] = [];
  const stop = effect(() => void seen.push(a.value + b.value));
  throttle.schedule(() => {
    a.value = 1;
    b.value = 1;
  });
  stop();
  deepStrictEqual(seen, [0, 2]);
});

Deno.test("Throttle runs nothing after it is disposed of", async () => {
  const { done, one } = setUp();
  {
    using throttle = new Throttle(10);
    throttle.schedule(one);
    throttle.schedule(one);
  }
  await delay(30);
  deepStrictEqual(done, ["one"]);
});
