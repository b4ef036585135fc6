import { deepStrictEqual } from "node:assert/strict";
import { zoomParams } from "./zoom_params.ts";

const NOW = 100_000;

function zoom(from: number, to: number, beyond = 0): (string | null)[] {
  const params = zoomParams({ from, to }, NOW * 1_000, beyond);
  return [params.range, params.from, params.to];
}

Deno.test("zoomParams() shows a stretch of time", () => {
  deepStrictEqual(zoom(1_000, 4_600), [null, "1000", "4600"]);
  deepStrictEqual(zoom(1_003, 4_592), [null, "1000", "4600"]);
});

Deno.test("zoomParams() shows a minute at least", () => {
  deepStrictEqual(zoom(1_000, 1_010), [null, "970", "1040"]);
});

Deno.test("zoomParams() has no end where the stretch reaches beyond now", () => {
  deepStrictEqual(zoom(90_000, 110_000), [null, "90000", null]);
  deepStrictEqual(zoom(90_000, 100_020, 60), [null, "90000", "100020"]);
});

Deno.test("zoomParams() begins before now and after 1970", () => {
  deepStrictEqual(zoom(-500, 1_000), [null, "0", "1000"]);
  deepStrictEqual(zoom(100_500, 100_900), [null, "99940", null]);
});
