import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { firstInstant, instantsAt, knownZone, wallAt } from "./zones.ts";

const ZONES = Intl.supportedValuesOf("timeZone");
/** From 1970 to 2050. */
const TIMES = fc.integer({ min: 0, max: 2_524_608_000 });
const at = (text: string) => Date.parse(text) / 1_000;

/** What clocks show by another implementation. */
function wallByTemporal(t: number, zone: string): number {
  const { offsetNanoseconds } = Temporal.Instant
    .fromEpochMilliseconds(t * 1_000).toZonedDateTimeISO(zone);
  return t + offsetNanoseconds / 1e9;
}

/** Times near a change of clocks, where there is one within a year. */
const NEAR_CHANGES = fc.tuple(
  fc.constantFrom(...ZONES),
  TIMES,
  fc.integer({ min: -7_200, max: 7_200 }),
).map(([zone, t, shift]): [string, number] => {
  const change = Temporal.Instant.fromEpochMilliseconds(t * 1_000)
    .toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  return [zone, Math.max(0, (change?.epochMilliseconds ?? 0) / 1_000 + shift)];
});

Deno.test("wallAt() is what clocks show, in every zone", () => {
  for (const zone of ZONES) {
    for (const t of [0, at("1971-12-31T23:59:59Z"), at("2026-07-01T12:00Z")]) {
      strictEqual(wallAt(t, zone), wallByTemporal(t, zone), `${zone} ${t}`);
    }
  }
  fc.assert(fc.property(NEAR_CHANGES, ([zone, t]) => {
    strictEqual(wallAt(t, zone), wallByTemporal(t, zone));
  }));
});

Deno.test("wallAt() knows the zone of this machine, and seconds of offsets", () => {
  const before = Deno.env.get("TZ");
  try {
    for (const zone of ["Africa/Monrovia", "Asia/Kathmandu", "Europe/Berlin"]) {
      Deno.env.set("TZ", zone);
      for (const t of [0, 1_790_000_000]) {
        strictEqual(wallAt(t, "local"), wallByTemporal(t, zone), zone);
      }
    }
  } finally {
    if (before === undefined) Deno.env.delete("TZ");
    else Deno.env.set("TZ", before);
  }
});

Deno.test("instantsAt() finds a time among those at which clocks show the same", () => {
  fc.assert(fc.property(NEAR_CHANGES, ([zone, t]) => {
    const wall = wallAt(t, zone);
    const instants = instantsAt(wall, zone);
    ok(instants.includes(t), `${t} is not in ${instants}`);
    ok(instants.every((one) => wallAt(one, zone) === wall));
  }));
});

Deno.test("instantsAt() knows times that exist twice or never", () => {
  deepStrictEqual(
    instantsAt(at("2026-10-25T02:30Z"), "Europe/Berlin"),
    [at("2026-10-25T00:30Z"), at("2026-10-25T01:30Z")],
  );
  deepStrictEqual(instantsAt(at("2026-03-29T02:30Z"), "Europe/Berlin"), []);
  deepStrictEqual(instantsAt(at("2011-12-30T12:00Z"), "Pacific/Apia"), []);
  strictEqual(
    instantsAt(at("2026-04-05T01:45Z"), "Australia/Lord_Howe").length,
    2,
  );
});

Deno.test("firstInstant() takes the change of clocks for a time that they skip", () => {
  strictEqual(
    firstInstant(at("2026-03-29T02:30Z"), "Europe/Berlin"),
    at("2026-03-29T01:00Z"),
  );
  strictEqual(
    firstInstant(at("2011-12-30T00:00Z"), "Pacific/Apia"),
    at("2011-12-30T10:00Z"),
  );
});

Deno.test("knownZone() accepts names of zones and nothing else", () => {
  strictEqual(knownZone("utc"), "UTC");
  strictEqual(knownZone("europe/berlin"), "Europe/Berlin");
  for (const name of ["", "local", "Mars/Base", "+01:00", "a".repeat(99)]) {
    strictEqual(knownZone(name), null, name);
  }
});
