import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { addSession, deleteSession, hasSession } from "./sessions.ts";

forEachDatabase((name, open) => {
  Deno.test(`addSession() on ${name} stores sessions until they end or are deleted`, async () => {
    await using store = await open();
    const { kysely } = store.db;
    const add = (id: string, createdMs: number) =>
      addSession(kysely, {
        ...{ id, address: "192.0.2.1", createdMs },
        endsMs: createdMs + 10,
      });
    const known = (nowMs: number) =>
      Promise.all(["a", "A", "b"].map((id) => hasSession(kysely, id, nowMs)));
    await add("a", 100);
    deepStrictEqual(await known(109), [true, false, false]);
    deepStrictEqual(await known(110), [false, false, false]);
    await add("b", 110);
    deepStrictEqual(await known(0), [false, false, true]);
    deepStrictEqual(await deleteSession(kysely, "b"), true);
    deepStrictEqual(await deleteSession(kysely, "b"), false);
    deepStrictEqual(await known(0), [false, false, false]);
  });
});
