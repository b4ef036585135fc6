import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { xPerDay } from "./x_per_day.ts";

Deno.test("xPerDay() goes on at the pace of what was seen", () => {
  deepStrictEqual(xPerDay({ matched: 25, seconds: 21_600 }), {
    posts: 100,
    cost: 0.5,
  });
  deepStrictEqual(xPerDay({ matched: 0, seconds: 600 }), { posts: 0, cost: 0 });
});

Deno.test("xPerDay() says nothing of too little", () => {
  strictEqual(xPerDay({ matched: 25, seconds: 599 }), null);
  strictEqual(xPerDay(undefined), null);
});
