import { strictEqual } from "node:assert/strict";
import { fromInput, toInput } from "./RangeForm.tsx";

const NOON = Date.UTC(2026, 0, 31, 12) / 1_000;

Deno.test("toInput() writes what an input of a time takes", () => {
  strictEqual(toInput(NOON, "UTC"), "2026-01-31T12:00");
  strictEqual(toInput(NOON + 30, "UTC"), "2026-01-31T12:00:30");
});

Deno.test("fromInput() reads what toInput() writes, in either zone", () => {
  for (const zone of ["UTC", "local"] as const) {
    for (const t of [NOON, NOON + 30, NOON + 180 * 86_400]) {
      strictEqual(fromInput(toInput(t, zone), zone), t);
    }
  }
  strictEqual(fromInput("", "UTC"), null);
});
