import { throws } from "node:assert/strict";
import { h } from "preact";
import { assertJson } from "./assert_json.ts";

Deno.test("assertJson() takes what JSON can hold", () => {
  const shared = [1.5, "a", true, null];
  const bare = Object.assign(Object.create(null), { shared });
  assertJson({ shared, again: shared, bare, gone: undefined }, "props");
});

const circle: unknown[] = [];
circle.push(circle);

const REFUSED: [string, unknown, string][] = [
  ["a function", () => {}, "function"],
  ["a symbol", Symbol(), "symbol"],
  ["a bigint", 1n, "bigint"],
  ["NaN", NaN, "number"],
  ["Infinity", Infinity, "number"],
  ["a Date", new Date(0), "object"],
  ["a Map", new Map(), "object"],
  ["JSX", h("b", null), "object"],
  ["a circle", circle, "object"],
];

for (const [name, value, kind] of REFUSED) {
  Deno.test(`assertJson() refuses ${name}, and says where it is`, () => {
    throws(() => assertJson({ a: [0, value] }, "props of X"), {
      name: "TypeError",
      message: new RegExp(`^Cannot serialize props of X\\.a\\.1\\S*: ${kind} `),
    });
  });
}
