import { strictEqual } from "node:assert/strict";
import { addKnown } from "./add_known.ts";

Deno.test("addKnown() adds, and takes what is not there for nothing", () => {
  strictEqual(addKnown(2, 3), 5);
  strictEqual(addKnown(2, undefined), 2);
  strictEqual(addKnown(undefined, undefined), 0);
});

Deno.test("addKnown() knows no sum of what is not known", () => {
  strictEqual(addKnown(null, 3), null);
  strictEqual(addKnown(0, null), null);
});
