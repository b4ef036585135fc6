import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { Log } from "../../log.ts";
import { openSqliteStore, type TestStore } from "../../tests/support/store.ts";
import { addressBlock, createAccess, createAdmission } from "./access.ts";

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
  const admit = createAdmission("secret", () => clock.ms);
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

Deno.test("createAdmission() takes ten wrong tokens a minute from one address, and never refuses the right one", () => {
  const { clock, admit, kindOf, guess } = setUp();
  guess(1);
  clock.ms = 20_500;
  guess(9);
  deepStrictEqual(admit("guess", HERE), { kind: "blocked", retryAfter: 40 });
  strictEqual(kindOf("secret"), "admitted");
  strictEqual(kindOf(null), "refused");
  strictEqual(kindOf("guess"), "blocked");
  clock.ms = 60_000;
  guess(10);
  strictEqual(kindOf("guess"), "blocked");
});

Deno.test("createAdmission() holds up nobody for what others try", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  strictEqual(kindOf("guess"), "blocked");
  guess(10, THERE);
  strictEqual(kindOf("guess", THERE), "blocked");
});

Deno.test("createAdmission() counts no token as no try", () => {
  const { kindOf } = setUp();
  for (let i = 0; i < 20; i++) strictEqual(kindOf(null), "refused");
  strictEqual(kindOf("secret"), "admitted");
});

Deno.test("createAdmission() takes the addresses of one IPv6 network for one", () => {
  const { kindOf, guess } = setUp();
  for (let i = 0; i < 10; i++) guess(1, `2001:db8:1:2::${i}`);
  strictEqual(kindOf("guess", "2001:db8:1:2:ffff::1"), "blocked");
  strictEqual(kindOf("guess", "2001:db8:1:3::1"), "refused");
});

Deno.test("createAdmission() remembers no more senders than it may", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  for (let i = 0; i < 10_000; i++) guess(1, `10.0.${i >> 8}.${i & 255}`);
  strictEqual(kindOf("guess"), "refused");
});

/** Access to a database, with a clock of its own and what it logs. */
function openAccess({ db }: TestStore, token: string | null = "secret") {
  const clock = { ms: 1_000_000 };
  const lines: Parameters<Log>[] = [];
  const access = createAccess(token, {
    writer: db,
    reader: db,
    log: (...line) => void lines.push(line),
    lastsSeconds: 60,
    now: () => clock.ms,
  });
  return { clock, lines, access };
}

Deno.test("createAccess() knows its sessions until they end, and forgets them then", async () => {
  await using store = await openSqliteStore();
  const { clock, access } = openAccess(store);
  const { value, seconds } = await access.beginSession(HERE);
  strictEqual(seconds, 60);
  strictEqual(await access.hasSession(value), true);
  clock.ms += 59_999;
  strictEqual(await access.hasSession(value), true);
  clock.ms += 1;
  strictEqual(await access.hasSession(value), false);
  await access.beginSession(THERE);
  const rows = await store.db.kysely.selectFrom("sessions").selectAll()
    .execute();
  deepStrictEqual(rows.map(({ address, ends_ms }) => [address, ends_ms]), [
    [THERE, clock.ms + 60_000],
  ]);
});

Deno.test("createAccess() of every process with the same token knows a session until it is signed out", async () => {
  await using store = await openSqliteStore();
  const { access } = openAccess(store);
  const { access: other } = openAccess(store);
  const { value } = await access.beginSession(HERE);
  const { value: stays } = await access.beginSession(HERE);
  strictEqual(await other.hasSession(value), true);
  await other.endSession(value, HERE);
  strictEqual(await access.hasSession(value), false);
  strictEqual(await access.hasSession(stays), true);
});

Deno.test("createAccess() with another token knows no session of before", async () => {
  await using store = await openSqliteStore();
  const { value } = await openAccess(store).access.beginSession(HERE);
  for (const token of ["other", null]) {
    const { access } = openAccess(store, token);
    strictEqual(await access.hasSession(value), false);
  }
});

Deno.test("createAccess() stores nothing that a session could be made of", async () => {
  await using store = await openSqliteStore();
  const { access } = openAccess(store);
  const { value } = await access.beginSession(HERE);
  match(value, /^[\w-]{43}$/);
  const rows = await store.db.kysely.selectFrom("sessions").selectAll()
    .execute();
  const text = JSON.stringify(rows);
  ok(!text.includes(value) && !text.includes("secret"), text);
  const made = ["", "secret", rows[0]!.id, value.slice(1), `${value}x`];
  for (const one of made) strictEqual(await access.hasSession(one), false, one);
});

// Seen to fail while a link kept its secret.
Deno.test("createAccess() lets the holder of a link in once where there is no token", async () => {
  await using store = await openSqliteStore();
  const { access, lines } = openAccess(store, null);
  strictEqual(access.hasLink(), false);
  strictEqual(await access.useLink("", HERE), null);
  const secrets: string[] = [];
  access.offerLink((secret) => secrets.push(secret));
  const [first = ""] = secrets;
  match(first, /^[\w-]{43}$/);
  strictEqual(access.hasLink(), true);
  for (const guess of ["", "guess", first.slice(1)]) {
    strictEqual(await access.useLink(guess, THERE), null);
  }
  const session = await access.useLink(first, HERE);
  strictEqual(await access.hasSession(session!.value), true);
  strictEqual(await access.useLink(first, HERE), null, "it was used");
  const next = await access.useLink(secrets[1]!, HERE);
  strictEqual(await access.hasSession(next!.value), true);
  deepStrictEqual(access.admit(first, HERE), { kind: "read-only" });
  ok(!secrets.some((secret) => JSON.stringify(lines).includes(secret)));
});

Deno.test("createAccess() begins no session where there is no token", async () => {
  await using store = await openSqliteStore();
  const { access } = openAccess(store, null);
  await rejects(access.beginSession(HERE), /no token/);
});

Deno.test("createAccess() logs each sign-in, failure and sign-out in one line, and no token", async () => {
  await using store = await openSqliteStore();
  const { access, lines } = openAccess(store);
  access.admit(null, HERE);
  access.admit("secret", HERE);
  const { value } = await access.beginSession(HERE);
  for (let i = 0; i < 11; i++) access.admit("a guess", THERE);
  await access.endSession(value, HERE);
  await access.endSession(value, HERE);
  const wrong = ["warn", "wrong token", { address: THERE, result: "refused" }];
  deepStrictEqual(lines, [
    ["info", "signed in", { address: HERE, result: "done" }],
    ...Array.from({ length: 10 }, () => wrong),
    ["warn", "wrong token", { address: THERE, result: "blocked" }],
    ["info", "signed out", { address: HERE, result: "done" }],
    ["info", "signed out", { address: HERE, result: "there was no session" }],
  ]);
});
