import { ok } from "node:assert/strict";
import { createMood } from "./mood.ts";
import { createRandom } from "./random.ts";

/** A mood every ten seconds over six hours. */
function moodsOf(seed: number): number[] {
  const moodAt = createMood(createRandom(seed));
  return Array.from({ length: 2_160 }, (_, i) => moodAt(i * 10_000));
}

Deno.test("createMood() stays between -1 and 1 and visits both sides", () => {
  for (let seed = 0; seed < 20; seed++) {
    const moods = moodsOf(seed);
    ok(moods.every((mood) => mood >= -1 && mood <= 1));
    ok(Math.max(...moods) > 0.4 && Math.min(...moods) < -0.4);
  }
});

Deno.test("createMood() drifts and does not jump", () => {
  const moods = moodsOf(1);
  const steps = moods.slice(1).map((mood, i) => Math.abs(mood - moods[i]!));
  ok(Math.max(...steps) < 0.4, String(Math.max(...steps)));
});
