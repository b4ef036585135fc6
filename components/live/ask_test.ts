import { effect, signal } from "@preact/signals";
import { deepStrictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { Throttle } from "./ask.ts";

/** Actions that write down that they were done. */
function setUp() {
  const done: string[] = [];
  return {
    done,
    one: () => void done.push("one"),
    other: () => void done.push("other"),
  };
}

Deno.test("Throttle does it at once, then once for all that asked meanwhile", async () => {
  const { done, one, other } = setUp();
  using throttle = new Throttle(20);
  throttle.ask(one);
  deepStrictEqual(done, ["one"]);
  throttle.ask(one);
  throttle.ask(other);
  throttle.ask(one);
  deepStrictEqual(done, ["one"]);
  while (done.length < 3) await delay(5);
  await delay(60);
  deepStrictEqual(done, ["one", "one", "other"]);
});

Deno.test("Throttle lets others join what is due, and holds nobody up for them", async () => {
  const { done, one, other } = setUp();
  using throttle = new Throttle(20);
  throttle.join(other);
  throttle.ask(one);
  deepStrictEqual(done, ["other", "one"]);
  throttle.join(other);
  deepStrictEqual(done, ["other", "one", "other"]);
  throttle.ask(one);
  throttle.join(other);
  deepStrictEqual(done.length, 3);
  while (done.length < 5) await delay(5);
  deepStrictEqual(done.slice(3), ["one", "other"]);
});

Deno.test("Throttle changes the screen once for all that it does", () => {
  using throttle = new Throttle(20);
  const [a, b] = [signal(0), signal(0)];
  const seen: number[] = [];
  const stop = effect(() => void seen.push(a.value + b.value));
  throttle.ask(() => {
    a.value = 1;
    b.value = 1;
  });
  stop();
  deepStrictEqual(seen, [0, 2]);
});

Deno.test("Throttle does nothing any more once it is disposed of", async () => {
  const { done, one } = setUp();
  {
    using throttle = new Throttle(10);
    throttle.ask(one);
    throttle.ask(one);
  }
  await delay(30);
  deepStrictEqual(done, ["one"]);
});
