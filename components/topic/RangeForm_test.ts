import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { fromInput, toInput } from "./RangeForm.tsx";

const NOON = Date.UTC(2026, 0, 31, 12) / 1_000;

Deno.test("toInput() writes what an input of a time takes", () => {
  strictEqual(toInput(NOON, "UTC"), "2026-01-31T12:00");
  strictEqual(toInput(NOON + 30, "UTC"), "2026-01-31T12:00:30");
});

Deno.test("fromInput() reads what toInput() writes, in every zone", () => {
  const zones = fc.constantFrom(
    ...["UTC", "local"],
    ...Intl.supportedValuesOf("timeZone"),
  );
  const times = fc.integer({ min: 0, max: 2_524_608_000 });
  fc.assert(fc.property(zones, times, (zone, t) => {
    const text = toInput(t, zone);
    const [from, to] = [
      fromInput(text, "from", zone)!,
      fromInput(text, "to", zone)!,
    ];
    ok(from <= t && t <= to, `${zone}: ${text}`);
    // Clocks that were turned back show a time again within a day.
    ok(to - from <= 86_400);
    strictEqual(toInput(from, zone), text);
  }));
  strictEqual(fromInput("", "from", "UTC"), null);
});

const at = (text: string) => Date.parse(`${text}Z`) / 1_000;

Deno.test("fromInput() takes all of the hour that clocks show twice", () => {
  const text = "2026-10-25T02:30";
  strictEqual(fromInput(text, "from", "Europe/Berlin"), at("2026-10-25T00:30"));
  strictEqual(fromInput(text, "to", "Europe/Berlin"), at("2026-10-25T01:30"));
});

Deno.test("fromInput() takes the change of clocks for a time that they skip", () => {
  for (const end of ["from", "to"] as const) {
    strictEqual(
      fromInput("2026-03-29T02:30", end, "Europe/Berlin"),
      at("2026-03-29T01:00"),
    );
  }
});
