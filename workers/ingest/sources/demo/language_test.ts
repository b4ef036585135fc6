import { strictEqual, throws } from "node:assert/strict";
import { fill } from "./language.ts";
import { createDeck, createRandom } from "./random.ts";

const draw = createDeck(createRandom(1));

Deno.test("fill() fills the phrases that it puts in", () => {
  const grammar = { who: ["the {what}"], what: ["cat"] };
  strictEqual(fill(grammar, "{who} and {who}", draw), "the cat and the cat");
});

Deno.test("fill() does not know a list that is only inherited", () => {
  throws(() => fill({}, "a {constructor}", draw), RangeError);
  throws(() => fill({}, "a {missing}", draw), RangeError);
});
