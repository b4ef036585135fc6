import {
  deepStrictEqual,
  match,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { listedAuthor } from "./author.ts";

Deno.test("listedAuthor() names authors of X by a digest that needs the key", async () => {
  const ann = { source: "x", author: "Ann" };
  const { name, isHashed } = await listedAuthor(ann, "key");
  strictEqual(isHashed, true);
  match(name, /^[\da-f]{12}$/);
  const other = await listedAuthor({ ...ann, author: "ann" }, "key");
  strictEqual(other.name, name, "names of X are the same in any case");
  notStrictEqual((await listedAuthor(ann, "another")).name, name);
});

Deno.test("listedAuthor() names other authors as they call themselves", async () => {
  const ann = { source: "bluesky", author: "ann.example" };
  deepStrictEqual(await listedAuthor(ann, "key"), {
    name: "ann.example",
    isHashed: false,
  });
});
