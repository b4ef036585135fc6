import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { createSpendStore, readSpent } from "./spending.ts";

const DAY = 20_000;

function idsOf(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}`);
}

forEachDatabase((name, open) => {
  Deno.test(`countSpent() on ${name} counts a post once a day`, async () => {
    await using store = await open();
    const spending = createSpendStore(store.db);
    const { db } = store;
    const count = (ids: string[], day = DAY, source = "x:") =>
      spending.count(source, day, ids);
    strictEqual(await readSpent(db.kysely, "x:", DAY), 0);
    strictEqual(await count([]), 0);
    strictEqual(await count(["1", "2", "1"]), 2);
    strictEqual(await count(["2", "3"]), 3);
    strictEqual(await count(["a", "A"]), 5);
    strictEqual(await count(["1"], DAY + 1), 1);
    strictEqual(await count(["1"], DAY, "x2:"), 1);
    strictEqual(await readSpent(db.kysely, "x:", DAY), 5);
  });

  Deno.test(`countSpent() on ${name} counts many at once`, async () => {
    await using store = await open();
    const spending = createSpendStore(store.db);
    strictEqual(
      await spending.count("x:", DAY, idsOf(1, 2_500)),
      2_500,
    );
    strictEqual(
      await spending.count("x:", DAY, idsOf(2_001, 3_000)),
      3_000,
    );
  });

  Deno.test(`countSpent() on ${name} counts once what several count at once`, async () => {
    await using store = await open();
    const spending = createSpendStore(store.db);
    const sums = await Promise.all(
      [1, 11, 21, 1].map((first) =>
        spending.count("x:", DAY, idsOf(first, first + 19))
      ),
    );
    strictEqual(Math.max(...sums), 40);
    strictEqual(await readSpent(store.db.kysely, "x:", DAY), 40);
  });

  Deno.test(`countSpent() on ${name} forgets which posts it was the day after next, and keeps the sum`, async () => {
    await using store = await open();
    const spending = createSpendStore(store.db);
    const { db } = store;
    const readDays = async () => {
      const rows = await db.kysely.selectFrom("billed").select("day")
        .distinct().orderBy("day").execute();
      return rows.map(({ day }) => day - DAY);
    };
    await spending.count("x:", DAY, ["1"]);
    await spending.count("other:", DAY, ["1"]);
    await spending.count("x:", DAY + 1, ["1"]);
    deepStrictEqual(await readDays(), [0, 1]);
    await spending.count("other:", DAY + 3, []);
    await spending.count("x:", DAY + 2, []);
    deepStrictEqual(await readDays(), [1]);
    strictEqual(await readSpent(db.kysely, "x:", DAY), 1);
  });
});
