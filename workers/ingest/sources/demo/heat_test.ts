import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHeat } from "./heat.ts";
import { createRandom } from "./random.ts";

const SIX_HOURS = Array.from({ length: 4_320 }, (_, i) => i * 5_000);

Deno.test("createHeat() lets every topic run hot now and then, for minutes", () => {
  const heats = SIX_HOURS.map(createHeat(3, createRandom(1)));
  const hot = heats.filter((heat) => heat.topic >= 0);
  deepStrictEqual(new Set(hot.map((heat) => heat.topic)), new Set([0, 1, 2]));
  const share = hot.length / heats.length;
  ok(share > 0.2 && share < 0.7, `hot in ${share} of the time`);
});

Deno.test("createHeat() rises fast, to its full strength, and cools off", () => {
  const heats = SIX_HOURS.map(createHeat(1, createRandom(2)));
  const start = heats.findIndex((heat) => heat.topic === 0);
  const burst = heats.slice(start);
  burst.length = burst.findIndex((heat) => heat.topic < 0);
  const strengths = burst.map((heat) => heat.strength);
  const peak = strengths.indexOf(Math.max(...strengths));
  ok(strengths[peak]! > 0.85 && peak < burst.length / 4);
  ok(strengths.at(-1)! < 0.1);
});

Deno.test("createHeat() has none without topics", () => {
  const heatAt = createHeat(0, createRandom(1));
  strictEqual(SIX_HOURS.map(heatAt).every((heat) => heat.topic === -1), true);
});
