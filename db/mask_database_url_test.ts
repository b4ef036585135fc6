import { ok, strictEqual } from "node:assert/strict";
import { maskDatabaseUrl } from "./mask_database_url.ts";

const MASKED: [url: string, shown: string][] = [
  ["sqlite:data/a:b@c.db", "sqlite:data/a:b@c.db"],
  ["mysql://me@db:3306/posts", "mysql://me@db:3306/posts"],
  ["mysql://me:secret@db:3306/posts", "mysql://me:***@db:3306/posts"],
  [
    "mysql://me:secret@db/posts?ssl=/ca.pem",
    "mysql://me:***@db/posts?ssl=/ca.pem",
  ],
  ["mysql://me:secret@se:cret@db/posts", "mysql://me:***@db/posts"],
  ["mysql://me:se/cr?et#se cret@db/posts", "mysql://me:***@db/posts"],
  ["mysql://:secret@db/posts", "mysql://:***@db/posts"],
  ["mysql:me:secret@db/posts", "mysql:***@db/posts"],
  ["me:secret@db/posts", "me:***@db/posts"],
  ["mysql://me:secret", "mysql://me:***"],
  ["mysql://db:3306/posts", "mysql://db:3306/posts"],
  [
    "mysql://db/a?user=me&password=secret",
    "mysql://db/a?user=***&password=***",
  ],
  ["mysql://me:secret@db/a?x=secret&ssl=1", "mysql://me:***@db/a?x=***&ssl=1"],
];

for (const [url, shown] of MASKED) {
  Deno.test(`maskDatabaseUrl() shows ${url} as ${shown}`, () => {
    strictEqual(maskDatabaseUrl(url), shown);
    ok(!shown.includes("secret"));
  });
}
