import { deepStrictEqual } from "node:assert/strict";
import { audit } from "../db/audit/audit.ts";
import { openSqliteStore } from "../tests/support/store.ts";
import { findings, NOTHING } from "../tests/support/recount.ts";
import { fillDatabase } from "./fill.ts";

// Seen to fail while the posts lacked their probabilities.
Deno.test("fillDatabase() stores posts as their counts say", async () => {
  await using store = await openSqliteStore();
  await fillDatabase(store.db, 60, { days: 3 });
  deepStrictEqual(findings(await audit(store.db)), NOTHING);
});
