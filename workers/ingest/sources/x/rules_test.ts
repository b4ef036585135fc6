import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  startXServer,
  type XServer,
} from "../../../../tests/support/fakes/x_server.ts";
import { readX } from "../../../../tests/support/x_source.ts";

/** The rules of a server as `tag: value`. */
function rulesOf({ rules }: XServer): Record<string, string> {
  return Object.fromEntries(rules.map(({ tag = "", value }) => [tag, value]));
}

/** The changes of rules that a server was asked for: `dry`, `add` or `delete`. */
function writesOf({ requests }: XServer): string[] {
  return requests.rules.filter(({ method }) => method === "POST")
    .map(({ query, body }) =>
      query.get("dry_run") === "true" ? "dry" : Object.keys(body as object)[0]!
    );
}

Deno.test("xSource() makes the rules of the active topics, and asks first whether X takes them", async () => {
  await using server = await startXServer();
  const topics = { cats: "cat", dogs: "(dog OR hound) lang:he", off: "!mouse" };
  await using x = readX(server.host, { topics });
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(rulesOf(server), {
    "freshet:cats": "cat",
    "freshet:dogs": "(dog OR hound) lang:iw",
  });
  deepStrictEqual(writesOf(server), ["dry", "add"]);
  deepStrictEqual(x.only("notice"), []);
});

Deno.test("xSource() leaves alone the rules of others, and writes the differences only", async () => {
  await using server = await startXServer({ bareIds: true });
  const theirs = ["", "freshe:cats", "Freshet:cats", undefined];
  for (const tag of theirs) server.putRule("other", tag);
  const kept = server.putRule("cat", "freshet:cats");
  server.putRule("old", "freshet:dogs");
  server.putRule("gone", "freshet:gone");
  server.putRule("cat", "freshet:cats");
  await using x = readX(server.host, { topics: { cats: "cat", dogs: "dog" } });
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(server.rules.slice(0, 4).map(({ tag }) => tag), theirs);
  deepStrictEqual(server.rules.slice(4).map(({ tag, value }) => [tag, value]), [
    ["freshet:cats", "cat"],
    ["freshet:dogs", "dog"],
  ]);
  strictEqual(server.rules[4]?.id, kept);
  deepStrictEqual(writesOf(server), ["dry", "add", "delete"]);
});

Deno.test("xSource() writes nothing where the rules are as they should be", async () => {
  await using server = await startXServer();
  server.putRule("cat", "freshet:cats");
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(writesOf(server), []);
});

Deno.test("xSource() follows its topics within 2 s without connecting anew, many changes at once", async () => {
  await using server = await startXServer();
  await using x = readX(server.host, { timeouts: { gatherMs: 400 } });
  await x.until("live", () => x.only("live").length === 1);
  const before = writesOf(server).length;
  const startMs = performance.now();
  for (let i = 0; i < 50; i++) {
    x.topics.set({ cats: "!cat", birds: `bird${i}` });
    await delay(2);
  }
  await x.until(
    "the rules",
    () => rulesOf(server)["freshet:birds"] === "bird49",
  );
  await x.until("the old go", () => server.rules.length === 1);
  ok(performance.now() - startMs < 2_000);
  deepStrictEqual(writesOf(server).slice(before), ["dry", "add", "delete"]);
  strictEqual(server.requests.stream.length, 1);
  server.post({ id: "1", text: "a bird" }, ["freshet:birds"]);
  await x.until("a post", () => x.ids().length === 1);
  deepStrictEqual(x.only("post")[0]?.topics, ["birds"]);
});

Deno.test("xSource() adds a changed query before the old one goes", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  x.topics.set({ cats: "cat OR kitten" });
  await x.until(
    "the rule",
    () => rulesOf(server)["freshet:cats"] === "cat OR kitten",
  );
  await x.until("one", () => server.rules.length === 1);
  deepStrictEqual(writesOf(server).slice(-3), ["dry", "add", "delete"]);
});

Deno.test("xSource() does not touch X where only a colour changes", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  const before = server.requests.rules.length;
  x.topics.set({ off: "!dog", cats: "cat" });
  await delay(150);
  strictEqual(server.requests.rules.length, before);
});

Deno.test("xSource() names each topic that X does not take, and searches for the others", async () => {
  await using server = await startXServer();
  const topics = {
    cats: "cat",
    portuguese: "gato lang:pt-BR",
    unknown: "gato lang:xx",
    long: Array(255).fill("a.b").join(" "),
    late: "dog",
  };
  await using x = readX(server.host, { topics });
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(Object.keys(rulesOf(server)), [
    "freshet:cats",
    "freshet:portuguese",
    "freshet:late",
  ]);
  const [notice] = x.only("notice");
  match(notice?.detail ?? "", /topic "unknown": .*needs a language such as en/);
  match(
    notice?.detail ?? "",
    /topic "long": as a rule of X it has 1529 characters/,
  );

  const before = writesOf(server).length;
  x.topics.set({ ...topics, more: "bird" });
  await x.until("the rule", () => server.rules.length === 4);
  // What X refused is not asked again.
  const bodies = server.requests.rules.slice(-2).map(({ body }) => body);
  ok(!JSON.stringify(bodies).includes("xx"));
  deepStrictEqual(writesOf(server).slice(before), ["dry", "add"]);

  x.topics.set({ cats: "cat" });
  await x.until("all clear", () => x.only("notice").at(-1)?.detail === null);
});

Deno.test("xSource() finds the rule that makes X refuse a whole request", async () => {
  await using server = await startXServer();
  const refusal = {
    status: 400,
    body: { title: "Invalid Request", detail: "No." },
  };
  const ok = { status: 200, body: { meta: {} } };
  // The list, then the halves of four.
  server.fail(
    "rules",
    { status: 200, body: {} },
    refusal,
    ok,
    refusal,
    refusal,
    ok,
  );
  await using x = readX(server.host, {
    topics: { a: "a", b: "b", c: "c", d: "d" },
  });
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(Object.keys(rulesOf(server)), [
    "freshet:a",
    "freshet:b",
    "freshet:d",
  ]);
  match(x.only("notice")[0]?.detail ?? "", /topic "c": .*Invalid Request: No/);
});

Deno.test("xSource() keeps to X's 1,000 rules, those of others counted, and 100 a request", async () => {
  await using server = await startXServer();
  for (let i = 0; i < 3; i++) server.putRule(`theirs${i}`);
  const topics = Object.fromEntries(
    Array.from({ length: 1_001 }, (_, i) => [`t${i}`, `word${i}`]),
  );
  await using x = readX(server.host, { topics });
  await x.until("live", () => x.only("live").length === 1);
  strictEqual(server.rules.length, 1_000);
  deepStrictEqual(writesOf(server).length, 20);
  match(
    x.only("notice")[0]?.detail ?? "",
    /topic "t997": X allows 1000 rules, and all are in use/,
  );
  // At the limit, the old ones go before the new ones come.
  const moved = { ...topics, t0: "other" };
  x.topics.set(moved);
  await x.until("the change", () => rulesOf(server)["freshet:t0"] === "other");
  strictEqual(server.rules.length, 1_000);
});

Deno.test("xSource() tells topics by X's ids where a tag is missing or belongs to another", async () => {
  await using server = await startXServer();
  await using x = readX(server.host, { topics: { cats: "cat", dogs: "dog" } });
  await x.until("live", () => x.only("live").length === 1);
  const [cats, dogs] = server.rules;
  const line = (id: string, rules: string) =>
    server.send(
      `{"data":{"id":"${id}","text":"x"},"matching_rules":[${rules}]}\r\n`,
    );
  line("1", `{"id":${cats!.id},"tag":null}`);
  line("2", `{"id":"${dogs!.id}"},{"id":"${cats!.id}","tag":"freshet:cats"}`);
  line("3", `{"id":"5","tag":"theirs"}`);
  line("4", `{"id":"5","tag":"freshet:gone"},{"id":"6","tag":"freshet:dogs"}`);
  await x.until("posts", () => x.ids().includes("4"));
  deepStrictEqual(x.only("post").map(({ post, topics }) => [post.id, topics]), [
    ["1", ["cats"]],
    ["2", ["cats", "dogs"]],
    ["4", ["dogs"]],
  ]);
  // What only others searched for is billed too.
  strictEqual(x.meter.posts, 4);
});

Deno.test("xSource() shares a rule that X has already", async () => {
  await using server = await startXServer();
  const id = server.putRule("cat", "theirs");
  const type = "https://api.x.com/2/problems/duplicate-rules";
  const errors = [{ value: "cat", id, title: "DuplicateRule", type }];
  server.fail("rules", {
    status: 200,
    body: { data: [{ id, value: "cat", tag: "theirs" }] },
  }, { status: 200, body: { meta: {}, errors } });
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(writesOf(server), ["dry"]);
  server.post({ id: "1", text: "cat" }, ["theirs"]);
  await x.until("a post", () => x.ids().length === 1);
  deepStrictEqual(x.only("post")[0]?.topics, ["cats"]);
});

Deno.test("xSource() makes no connection without an active topic, and none longer than there is one", async () => {
  await using server = await startXServer();
  server.putRule("old", "freshet:old");
  await using x = readX(server.host, { topics: { cats: "!cat" } });
  await x.until("down", () => x.only("down").length === 1);
  strictEqual(x.only("down")[0]?.retryMs, null);
  strictEqual(server.rules.length, 0);
  await delay(100);
  strictEqual(server.requests.stream.length, 0);

  x.topics.set({ cats: "cat" });
  await x.until("live", () => x.only("live").length === 1);
  x.topics.set({ cats: "!cat" });
  await x.until(
    "down again",
    () => x.only("down").at(-1)?.retryMs === null && !server.isConnected,
  );
  strictEqual(server.rules.length, 0);
  strictEqual(server.requests.stream.length, 1);
});

Deno.test("xSource() waits with rules until X takes them again, while the stream stands", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  const resetMs = Math.ceil(Date.now() / 1_000) * 1_000 + 1_000;
  server.limits.writes.set(0, resetMs);
  const before = server.requests.rules.length;
  x.topics.set({ cats: "cat", dogs: "dog" });
  await x.until(
    "a word of it",
    () =>
      !!x.only("notice").at(-1)?.detail?.includes(
        "not up to date: X's rate limit is reached",
      ),
  );
  await x.until("the rule", () => server.rules.length === 2);
  ok(Date.now() >= resetMs);
  const calls = server.requests.rules.slice(before).map(({ method }) => method);
  deepStrictEqual(calls, ["GET", "POST", "GET", "POST", "POST"]);
  strictEqual(server.requests.stream.length, 1);
  await x.until("all clear", () => x.only("notice").at(-1)?.detail === null);
});

Deno.test("xSource() stays within 100 changes of rules in X's quarter of an hour", async () => {
  await using server = await startXServer();
  await using x = readX(server.host, {
    timeouts: { windowMs: 60_000, gatherMs: 1 },
  });
  await x.until("live", () => x.only("live").length === 1);
  const endMs = performance.now() + 1_500;
  for (let i = 0; performance.now() < endMs; i++) {
    x.topics.set({ cats: `cat${i}` });
    await delay(3);
  }
  const { length } = writesOf(server);
  ok(length > 60 && length < 100, `${length} writes`);
  strictEqual(server.requests.stream.length, 1);
});

Deno.test("xSource() hears no topics any more once it is left", async () => {
  await using server = await startXServer();
  const x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  strictEqual(x.topics.listeners, 1);
  await x.stop();
  strictEqual(x.topics.listeners, 0);
});
