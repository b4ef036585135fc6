import { strictEqual } from "node:assert/strict";
import { choiceIn } from "./choice_in.ts";

const SCALES = ["absolute", "indexed"] as const;

for (
  const [address, expected] of [
    ["/compare?topics=a&scale=indexed", "indexed"],
    ["/compare?scale=logarithmic", "absolute"],
    ["/compare", "absolute"],
  ]
) {
  Deno.test(`choiceIn() reads ${expected} from ${address}`, () => {
    strictEqual(choiceIn(address!, "scale", SCALES), expected);
  });
}
