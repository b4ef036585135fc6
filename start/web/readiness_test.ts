import { deepStrictEqual, rejects } from "node:assert/strict";
import type { KyselyPlugin } from "kysely";
import { openSqliteStore } from "../../tests/support/store.ts";
import { createWorkWatch, findUnready } from "./readiness.ts";

/** A watch whose clock the test moves, and work that ends as it is set to. */
function watched() {
  let nowMs = 0;
  const watch = createWorkWatch({ graceMs: 5_000, now: () => nowMs });
  const work = watch.watch("broker", "publish", (done: Promise<void>) => done);
  return {
    pass: (ms: number) => void (nowMs += ms),
    work,
    fail: () => rejects(work(Promise.reject(new Error("full")))),
    reasons: () => watch.findProblems().map(({ reason }) => reason),
  };
}

Deno.test("work that fails is a problem after 5 s, until it succeeds", async () => {
  const { pass, work, fail, reasons } = watched();
  await fail();
  pass(4_000);
  await fail();
  deepStrictEqual(reasons(), []);
  pass(2_000);
  deepStrictEqual(reasons(), ["cannot publish: full"]);
  await work(Promise.resolve());
  deepStrictEqual(reasons(), []);
  await fail();
  deepStrictEqual(reasons(), []);
});

Deno.test("work that hangs is a problem after 5 s, unless other work gets done", async () => {
  const { pass, work, reasons } = watched();
  const { promise, resolve } = Promise.withResolvers<void>();
  const hung = work(promise);
  pass(4_000);
  await work(Promise.resolve());
  pass(4_000);
  deepStrictEqual(reasons(), []);
  pass(2_000);
  deepStrictEqual(reasons(), ["cannot publish: no answer"]);
  resolve();
  await hung;
  deepStrictEqual(reasons(), []);
});

Deno.test("findUnready() waits 3 s for a database that does not answer", async () => {
  await using store = await openSqliteStore();
  const hang: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: () => new Promise(() => {}),
  };
  const kysely = store.db.kysely.withPlugin(hang);
  const problems = await findUnready({ kysely }, { isBrokerUp: () => false });
  deepStrictEqual(problems, [
    { part: "database", reason: "cannot read: no answer" },
    { part: "broker", reason: "not connected" },
  ]);
});
