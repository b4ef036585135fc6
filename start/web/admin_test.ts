import { HttpError } from "fresh";
import {
  deepStrictEqual,
  doesNotMatch,
  match,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { storeBatch } from "../../db/write/store_batch.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import {
  addressBlock,
  createAdmission,
  createSessions,
  createTopicAdmin,
} from "./admin.ts";

const BLOCKS: [address: string, block: string][] = [
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::1", "0:0:0:0"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0DB8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:0"],
  ["2001:db8:1:2:3::", "2001:db8:1:2"],
  ["2001:db8:1:3::1", "2001:db8:1:3"],
  ["2001::5:6:7:8:9", "2001:0:0:5"],
];

for (const [address, block] of BLOCKS) {
  Deno.test(`addressBlock() takes ${address} as part of ${block}`, () => {
    strictEqual(addressBlock(address), block);
  });
}

const HERE = "192.0.2.1";
const THERE = "192.0.2.2";

/** An admission with a clock of its own, and a way to guess `count` times. */
function setUp() {
  const clock = { ms: 0 };
  const admit = createAdmission("secret", { now: () => clock.ms });
  const kindOf = (token: string | null, from = HERE) => admit(token, from).kind;
  const guess = (count: number, from = HERE) => {
    for (let i = 0; i < count; i++) {
      strictEqual(kindOf(`guess ${i}`, from), "refused");
    }
  };
  return { clock, admit, kindOf, guess };
}

Deno.test("createAdmission() admits the token and nothing else", () => {
  const { kindOf } = setUp();
  strictEqual(kindOf("secret"), "admitted");
  for (const token of ["", "secre", "secrets", "Secret", "secret ", null]) {
    strictEqual(kindOf(token), "refused");
  }
});

Deno.test("createAdmission() admits nobody where there is no token", () => {
  const admit = createAdmission(null);
  for (const token of ["", "null", null]) {
    deepStrictEqual(admit(token, HERE), { kind: "read-only" });
  }
});

Deno.test("createAdmission() takes ten wrong tokens a minute from one address", () => {
  const { clock, admit, kindOf, guess } = setUp();
  guess(1);
  clock.ms = 20_500;
  guess(9);
  deepStrictEqual(admit("guess", HERE), { kind: "blocked", retryAfter: 40 });
  deepStrictEqual(admit("secret", HERE), { kind: "blocked", retryAfter: 40 });
  deepStrictEqual(admit(null, HERE), { kind: "blocked", retryAfter: 40 });
  clock.ms = 60_000;
  strictEqual(kindOf("secret"), "admitted");
  guess(10);
  strictEqual(kindOf("secret"), "blocked");
});

Deno.test("createAdmission() holds up nobody for what others try", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  strictEqual(kindOf("secret"), "blocked");
  strictEqual(kindOf("secret", THERE), "admitted");
  guess(10, THERE);
  strictEqual(kindOf("secret", THERE), "blocked");
});

Deno.test("createAdmission() counts no token as no try", () => {
  const { kindOf } = setUp();
  for (let i = 0; i < 20; i++) strictEqual(kindOf(null), "refused");
  strictEqual(kindOf("secret"), "admitted");
});

Deno.test("createAdmission() takes the addresses of one IPv6 network for one", () => {
  const { kindOf, guess } = setUp();
  for (let i = 0; i < 10; i++) guess(1, `2001:db8:1:2::${i}`);
  strictEqual(kindOf("secret", "2001:db8:1:2:ffff::1"), "blocked");
  strictEqual(kindOf("secret", "2001:db8:1:3::1"), "admitted");
});

Deno.test("createAdmission() remembers no more senders than it may", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  for (let i = 0; i < 10_000; i++) guess(1, `10.0.${i >> 8}.${i & 255}`);
  strictEqual(kindOf("secret"), "admitted");
});

function setUpCreateSessions(token: string | null = "secret") {
  const clock = { ms: 1_000_000 };
  const sessions = createSessions(token, {
    lastsSeconds: 60,
    now: () => clock.ms,
  });
  return { clock, sessions };
}

Deno.test("createSessions() knows its sessions until they end", () => {
  const { clock, sessions } = setUpCreateSessions();
  const { value, seconds } = sessions.begin();
  strictEqual(seconds, 60);
  strictEqual(sessions.has(value), true);
  clock.ms += 59_999;
  strictEqual(sessions.has(value), true);
  clock.ms += 1;
  strictEqual(sessions.has(value), false);
});

Deno.test("createSessions() of another process with the same token knows them too", () => {
  const { value } = setUpCreateSessions().sessions.begin();
  strictEqual(setUpCreateSessions().sessions.has(value), true);
  strictEqual(setUpCreateSessions("other").sessions.has(value), false);
  strictEqual(setUpCreateSessions(null).sessions.has(value), false);
});

Deno.test("createSessions() tells nothing of the token", () => {
  const { value } = setUpCreateSessions().sessions.begin();
  match(value, /^1060\.[\w-]{43}$/);
  doesNotMatch(value, /secret/);
});

Deno.test("createSessions() knows no session that somebody made up", () => {
  const { sessions } = setUpCreateSessions();
  const { value } = sessions.begin();
  const [end, mac] = value.split(".") as [string, string];
  const other = mac.replace(/^./, (first) => first === "A" ? "B" : "A");
  const made = [
    "",
    "secret",
    end,
    `${end}.`,
    `9${end}.${mac}`,
    `${end}.${other}`,
    `${end}.${mac}x`,
    `${end}.${mac.slice(1)}`,
    `0${end}.${mac}`,
    `${end}.${"ä".repeat(43)}`,
  ];
  for (const one of made) strictEqual(sessions.has(one), false, one);
});

Deno.test("createSessions() begins none where there is no token", () => {
  throws(() => setUpCreateSessions(null).sessions.begin(), /no token/);
});

/** What may be done with a database, and how often it told of a change. */
function setUpAdmin({ db, connect }: TestStore) {
  const told = { changes: 0 };
  const admin = createTopicAdmin(db, {
    reader: connect(),
    token: "secret",
    onChange: () => void told.changes++,
  });
  return { admin, told };
}

Deno.test("createTopicAdmin() adds, changes and removes a topic, and tells of each", async () => {
  await using store = await openSqliteStore();
  const { admin, told } = setUpAdmin(store);
  const added = await admin.add({ slug: "cat", query: "cat" });
  deepStrictEqual({ ...added, color: "" }, {
    slug: "cat",
    query: "cat",
    color: "",
    active: true,
    posts: 0,
    lastPostAt: null,
  });
  const changed = await admin.change("cat", { query: "dog", active: false });
  deepStrictEqual(changed, { ...added, query: "dog", active: false });
  const [topic] = store.topics;
  const entries = [1, 2].map((n) => postEntry(n, { topicId: topic.id }));
  await storeBatch(store.db, store.stream, entries);
  deepStrictEqual(await admin.remove("trump", { purge: false }), { posts: 2 });
  strictEqual(told.changes, 3);
  deepStrictEqual(await admin.remove("trump", { purge: true }), { posts: 2 });
});

Deno.test("createTopicAdmin() says with which status it cannot be done", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUpAdmin(store);
  const refused: [Promise<unknown>, HttpError["status"], RegExp][] = [
    [admin.add({ slug: "trump", query: "x" }), 409, /"trump"/],
    [admin.change("../x", { active: true }), 404, /"\.\.\/x"/],
    [admin.remove("x", { purge: true }), 404, /"x"/],
  ];
  for (const [work, status, message] of refused) {
    await rejects(work, { name: "HttpError", status, message });
  }
});

Deno.test("createTopicAdmin() adds no more topics than there may be", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUpAdmin(store);
  const rows = Array.from({ length: MAX_TOPICS - 2 }, (_, i) => ({
    slug: `t${i}`,
    query: "x",
    color: "#000000",
    active: 1,
    created_ms: 0,
  }));
  for (let i = 0; i < rows.length; i += 100) {
    await store.db.kysely.insertInto("topics").values(rows.slice(i, i + 100))
      .execute();
  }
  await rejects(admin.add({ slug: "one-more", query: "x" }), {
    status: 409,
    message: /1000/,
  });
});

Deno.test("createTopicAdmin() tries a query on what is stored", async () => {
  await using store = await openSqliteStore();
  const entries = [1, 2, 3].map((n) =>
    postEntry(n, { text: n === 2 ? "a cat" : "a dog" })
  );
  await storeBatch(store.db, store.stream, entries);
  const { admin } = setUpAdmin(store);
  const { matched, of, examples } = await admin.test(parseQuery("cat"));
  deepStrictEqual([matched, of, examples.map(({ id }) => id)], [1, 3, ["p2"]]);
});
