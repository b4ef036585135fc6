import { strictEqual } from "node:assert/strict";
import { createKnownPosts, type FindPosts } from "./known_posts.ts";

/** A database that holds some ids, and counts the looks at it. */
function finder(...stored: string[]): FindPosts & { looks: number } {
  const find = {
    looks: 0,
    findIds(ids: readonly string[]) {
      find.looks++;
      return Promise.resolve(new Set(ids.filter((id) => stored.includes(id))));
    },
    hasPrefix(prefix: string) {
      find.looks++;
      return Promise.resolve(stored.some((id) => id.startsWith(prefix)));
    },
  };
  return find;
}

Deno.test("createKnownPosts() knows what has a row", async () => {
  const known = createKnownPosts(finder("did/1"));
  strictEqual(await known.has("did/1"), true);
  strictEqual(await known.has("did/2"), false);
  strictEqual(await known.hasPrefix("did/"), true);
  strictEqual(await known.hasPrefix("other/"), false);
});

Deno.test("createKnownPosts() knows without a look what is on its way", async () => {
  const find = finder();
  const known = createKnownPosts(find);
  known.add("did/1");
  strictEqual(await known.has("did/1"), true);
  strictEqual(await known.hasPrefix("did/"), true);
  strictEqual(find.looks, 0);
});

Deno.test("createKnownPosts() forgets the oldest", async () => {
  const find = finder();
  const known = createKnownPosts(find, { remember: 2 });
  for (const id of ["a", "b", "a", "c"]) known.add(id);
  strictEqual(await known.has("b"), false);
  strictEqual(await known.has("a"), true);
  strictEqual(find.looks, 1);
});

Deno.test("createKnownPosts() takes all for known while nobody can tell", async () => {
  const away = () => Promise.reject(new Error("away"));
  const known = createKnownPosts({ findIds: away, hasPrefix: away });
  strictEqual(await known.has("a"), true);
  strictEqual(await known.hasPrefix("a"), true);
});
