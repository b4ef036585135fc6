import fc from "fast-check";
import { ok, strictEqual } from "node:assert/strict";
import { readableColor } from "./color.ts";

/** Light and dark paper of the style sheet. */
const PAPERS = ["#fbfaf8", "#0f1115"];

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const share = parseInt(color.slice(i, i + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

Deno.test("readableColor() can be told from light and from dark paper", () => {
  const anyColor = fc.integer({ min: 0, max: 0xffffff })
    .map((n) => `#${n.toString(16).padStart(6, "0")}`);
  fc.assert(fc.property(anyColor, (color) => {
    const readable = readableColor(color);
    for (const paper of PAPERS) ok(contrast(readable, paper) >= 3, readable);
  }));
});

Deno.test("readableColor() leaves a color that is right, and takes nothing else for one", () => {
  strictEqual(readableColor("#D55E00"), "#d55e00");
  strictEqual(readableColor("red;}"), "#808080");
});
