import { strictEqual } from "node:assert/strict";
import { ConnectionError } from "./errors.ts";
import { TIMEOUTS } from "./http.ts";
import { waitMs } from "./mastodon.ts";

Deno.test("waitMs() timeouts as long as the server asks, if that is longer", () => {
  const wait = (retry: "soon" | "late" | number, failures: number) =>
    waitMs(new ConnectionError("", { retry }), failures, TIMEOUTS);
  strictEqual(wait("soon", 1), 0);
  strictEqual(wait("late", 1), 60_000);
  strictEqual(wait(3_000, 1), 3_000);
  strictEqual(wait(3_000, 2), 3_000);
  strictEqual(wait(70_000, 20), 70_000);
});
