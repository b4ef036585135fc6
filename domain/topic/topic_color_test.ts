import { ok, strictEqual } from "node:assert/strict";
import { topicColor } from "./topic_color.ts";

Deno.test("topicColor() gives the first four topics colors of no mood", () => {
  const moods = ["#56B4E9", "#0072B2", "#E69F00", "#A85B00"];
  const first = [0, 1, 2, 3].map(topicColor);
  strictEqual(new Set(first).size, 4);
  ok(first.every((color) => !moods.includes(color)));
});

Deno.test("topicColor() begins again after the last color", () => {
  for (const index of [0, 3, 6]) {
    strictEqual(topicColor(index + 7), topicColor(index));
    ok(/^#[\dA-F]{6}$/.test(topicColor(index)));
  }
});
