import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { keepAnswer } from "./keep_answer.ts";

Deno.test("keepAnswer() asks once for all who come within a while", async () => {
  let asked = 0;
  const ask = keepAnswer(() => Promise.resolve(++asked), { leastMs: 20 });
  deepStrictEqual(await Promise.all([ask(), ask()]), [1, 1]);
  strictEqual(await ask(), 1);
  await delay(30);
  strictEqual(await ask(), 2);
});

Deno.test("keepAnswer() keeps longer what took longer, within bounds", async () => {
  let asked = 0;
  const slow = async () => {
    await delay(10);
    return ++asked;
  };
  const ask = keepAnswer(slow, { leastMs: 0, mostMs: 60 });
  strictEqual(await ask(), 1);
  await delay(20);
  strictEqual(await ask(), 1);
  await delay(60);
  strictEqual(await ask(), 2);
});

Deno.test("keepAnswer() keeps no failure", async () => {
  let asked = 0;
  const ask = keepAnswer(() =>
    ++asked === 1
      ? Promise.reject(new Error("no answer"))
      : Promise.resolve(asked)
  );
  await rejects(ask(), /no answer/);
  strictEqual(await ask(), 2);
});
