import { deepStrictEqual } from "node:assert/strict";
import { createDeck } from "./deck.ts";
import { createRandom } from "./random.ts";

Deno.test("createDeck() draws each item once before any comes again", () => {
  const draw = createDeck(createRandom(1));
  const [letters, digits] = [["a", "b", "c", "d"], [1, 2, 3, 4]];
  for (let round = 0; round < 5; round++) {
    const drawn = letters.map(() => [draw(letters), draw(digits)] as const);
    deepStrictEqual(drawn.map(([letter]) => letter).sort(), letters);
    deepStrictEqual(drawn.map(([, digit]) => digit).sort(), digits);
  }
  deepStrictEqual(letters, ["a", "b", "c", "d"]);
});
