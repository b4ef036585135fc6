import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import {
  type DatabaseAddress,
  maskDatabaseUrl,
  parseDatabaseUrl,
} from "./database_url.ts";

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

const MYSQL: DatabaseAddress = {
  kind: "mysql",
  host: "db",
  port: 3_306,
  user: "me",
  password: "",
  database: "posts",
  ssl: null,
};

/** Addresses, and what they say. */
const READ: [url: string, address: Partial<DatabaseAddress>][] = [
  ["sqlite:x.db", { kind: "sqlite", path: "x.db" }],
  ["sqlite:/a b/x.db", { kind: "sqlite", path: "/a b/x.db" }],
  ["sqlite:///a/x.db", { kind: "sqlite", path: "/a/x.db" }],
  ["mysql://me@db/posts", MYSQL],
  ["mysql://me:pw@db/posts", { ...MYSQL, password: "pw" }],
  ["mysql://me@db:3307/posts", { ...MYSQL, port: 3_307 }],
  ["mysql://me:a:b@db/posts", { ...MYSQL, password: "a:b" }],
  ["MYSQL://me@db/posts", MYSQL],
  ["mysql://me@[::1]:3306/posts", { ...MYSQL, host: "::1" }],
  ["mysql://me@db/posts?ssl=1", { ...MYSQL, ssl: "system" }],
  ["mysql://me@db/posts?ssl=required", { ...MYSQL, ssl: "system" }],
  ["mysql://me@db/posts?ssl=/etc/my%20ca.pem", {
    ...MYSQL,
    ssl: { caPath: "/etc/my ca.pem" },
  }],
  ["mysql://m%40e:p%2F%3F%23%25%20%C3%A9@db/my%20posts", {
    ...MYSQL,
    user: "m@e",
    password: "p/?#% é",
    database: "my posts",
  }],
];

for (const [url, address] of READ) {
  Deno.test(`parseDatabaseUrl() reads ${url}`, () => {
    deepStrictEqual(parseDatabaseUrl(url), address);
  });
}

/** Addresses, and what is said of them. */
const REFUSED: [url: string, rule: RegExp][] = [
  ["x.db", /^must be sqlite:PATH or mysql:/],
  ["sqlite:", /^must be sqlite:PATH/],
  ["sqlite::memory:", /^must be sqlite:PATH/],
  ["postgres://me@db/posts", /^must be sqlite:PATH/],
  ["mysql:me:secret@db/posts", /^must be like mysql:/],
  ["mysql://me:secret@db:port/posts", /^must be like mysql:/],
  ["mysql://me:sec#ret@db/posts", /^must be like mysql:/],
  ["mysql://me:sec?ret@db/posts", /^must be like mysql:/],
  ["mysql://me:sec/ret@db/posts", /^must be like mysql:/],
  ["mysql://me:100%secret@db/posts", /^must write % as %25$/],
  ["mysql://db/posts", /^must name a user$/],
  ["mysql:///posts", /^must name a host$/],
  ["mysql://me:secret@db", /^must name one database/],
  ["mysql://me:secret@db/", /^must name one database/],
  ["mysql://me:secret@db/a/b", /^must name one database/],
  ["mysql://me:secret@db:0/posts", /^must have a port above 0$/],
  ["mysql://me@db/posts?password=secret", /^must have no option "password"$/],
  ["mysql://me@db/posts?ssl=", /^must have one ssl/],
  ["mysql://me@db/posts?ssl=1&ssl=2", /^must have one ssl/],
  [
    "mysql://me@127.0.0.1/posts?ssl=1",
    /^must have a host name where ssl is set/,
  ],
  ["mysql://me@[::1]/posts?ssl=1", /^must have a host name where ssl is set/],
];

for (const [url, rule] of REFUSED) {
  Deno.test(`parseDatabaseUrl() refuses ${url}, and does not show it`, () => {
    throws(() => parseDatabaseUrl(url), (error: Error) => {
      ok(!error.message.includes("secret") && error.cause === undefined);
      return error.name === "DatabaseUrlError" && rule.test(error.message);
    });
  });
}
