import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createQueue } from "./queue.ts";

Deno.test("createQueue() runs a few tasks at once, lets some wait, and refuses more", async () => {
  const refuse = () => new Error("too many");
  const run = createQueue({ running: 2, waiting: 1, refuse });
  const started: string[] = [];
  const tasks = ["a", "b", "c"].map((name) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const done = run(() => {
      started.push(name);
      return promise;
    });
    return { done, resolve, reject };
  });
  const [a, b, c] = tasks;
  await rejects(run(() => Promise.resolve("d")), /too many/);
  deepStrictEqual(started, ["a", "b"]);
  a!.reject(new Error("failed"));
  await rejects(a!.done, /failed/);
  deepStrictEqual(started, ["a", "b", "c"]);
  c!.resolve("c");
  strictEqual(await c!.done, "c");
  strictEqual(await run(() => Promise.resolve("e")), "e", "its place is free");
  b!.resolve("b");
  await b!.done;
});
