import { strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { Throttle } from "./throttle.ts";

Deno.test("Throttle does it at once, then once for all that asked meanwhile", async () => {
  let count = 0;
  using throttle = new Throttle(() => count += 1, 20);
  throttle.ask();
  strictEqual(count, 1);
  throttle.ask();
  throttle.ask();
  strictEqual(count, 1);
  while (count < 2) await delay(5);
  await delay(60);
  strictEqual(count, 2);
});

Deno.test("Throttle does nothing any more once it is disposed of", async () => {
  let count = 0;
  {
    using throttle = new Throttle(() => count += 1, 10);
    throttle.ask();
    throttle.ask();
  }
  await delay(30);
  strictEqual(count, 1);
});
