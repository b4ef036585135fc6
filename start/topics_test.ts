import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { readTopics } from "../db/read/topics.ts";
import { storeBatch } from "../db/write/store_batch.ts";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../tests/support/store.ts";
import { type Ask, parseCommand } from "./topics.ts";

/** Runs a command line; `answer` is given to its question, null stands for no terminal. */
async function run(
  { db }: TestStore,
  line: string,
  answer: boolean | null = null,
): Promise<{ said: string; asked: string[] }> {
  const asked: string[] = [];
  const ask: Ask = (question) => {
    asked.push(question);
    return answer === null ? null : Promise.resolve(answer);
  };
  const command = parseCommand(line.split(" "));
  return { said: await command(db, ask), asked };
}

/** A database with three posts of `trump`. */
async function openStore(): Promise<TestStore> {
  const store = await openSqliteStore();
  const entries = ["a cat", "a dog\n\x1b[2J", "a cat and a dog"].map(
    (text, i) => postEntry(i + 1, { text }),
  );
  await storeBatch(store.db, store.stream, entries);
  return store;
}

async function slugsOf({ db }: TestStore, archived = false): Promise<string[]> {
  const topics = await readTopics(db.kysely, { archived });
  return topics.map(({ slug }) => slug);
}

Deno.test("topics add and edit take a title and a description, and leave the query's own words", async () => {
  await using store = await openStore();
  await run(store, "add --title=Pets pets=cat OR dog -is:retweet");
  const topicOf = async () => (await readTopics(store.db.kysely)).at(-1)!;
  strictEqual((await topicOf()).query, "cat OR dog -is:retweet");
  strictEqual((await topicOf()).title, "Pets");
  const { said } = await run(store, "edit pets --description Soft --title=");
  strictEqual(said, "changed pets");
  const { query, title, description } = await topicOf();
  deepStrictEqual([query, title, description], [
    ...["cat OR dog -is:retweet", null, "Soft"],
  ]);
  throws(() => parseCommand(["edit", "pets", "--title"]), /Missing text/);
  throws(
    () => parseCommand(["edit", "pets", "--title", "a\nb"]),
    /title must be a line of at most 100 characters/,
  );
});

Deno.test("topics add and edit take words without mood, and list says them", async () => {
  await using store = await openStore();
  await run(store, "add --ignore=Top,share pets=cat");
  const ignored = async () =>
    (await readTopics(store.db.kysely)).at(-1)!.ignored;
  deepStrictEqual(await ignored(), ["share", "top"]);
  match(
    (await run(store, "list")).said,
    /\npets is scored without: share, top$/,
  );
  strictEqual(
    (await run(store, "edit pets --ignore free")).said,
    "changed pets",
  );
  deepStrictEqual(await ignored(), ["free"]);
  await run(store, "edit pets --ignore=");
  deepStrictEqual(await ignored(), []);
  throws(
    () => parseCommand(["edit", "pets", "--ignore", "a. b"]),
    /ignored must be single words or emoji/,
  );
});

Deno.test("topics add --fill asks for the posts that are stored by then", async () => {
  await using store = await openStore();
  const { said } = await run(store, "add pets=cat OR dog --fill");
  strictEqual(
    said,
    "added pets: cat OR dog\nstored posts are looked through while Freshet runs",
  );
  const topics = await readTopics(store.db.kysely);
  const { query, fillSeq } = topics.at(-1)!;
  deepStrictEqual([query, fillSeq], ["cat OR dog", 3]);
  await run(store, "remove pets --yes");
  await run(store, "add pets=cat");
  strictEqual((await readTopics(store.db.kysely)).at(-1)!.fillSeq, null);
});

Deno.test("topics add, edit, pause and resume say what there is now", async () => {
  await using store = await openStore();
  const lines = [
    "add pets=cat OR dog",
    "edit pets cat",
    "pause pets",
    "resume pets",
  ];
  const said: string[] = [];
  for (const line of lines) said.push((await run(store, line)).said);
  deepStrictEqual(said, [
    "added pets: cat OR dog",
    "pets now has the query cat",
    "pets is paused",
    "pets is active",
  ]);
  const { said: table } = await run(store, "list");
  match(table, /^trump +active +3 /m);
  match(table, /^pets +active +0 +never +cat$/m);
});

Deno.test("topics test shows the newest that match, and nothing of them moves the cursor", async () => {
  await using store = await openStore();
  const { said } = await run(store, "test dog");
  deepStrictEqual(said.split("\n"), [
    "2 of the newest 3 stored posts match",
    "  2026-01-31 12:00:03 trump file ann: a cat and a dog",
    "  2026-01-31 12:00:02 trump file ann: a dog \ufffd[2J",
  ]);
});

Deno.test("topics remove asks, says how many posts there are, and archives", async () => {
  await using store = await openStore();
  const { said, asked } = await run(store, "remove trump", true);
  deepStrictEqual(asked, [
    "Archive trump? Its 3 posts are kept, but hidden.",
  ]);
  strictEqual(said, "archived trump with its 3 posts");
  deepStrictEqual(await slugsOf(store), ["climate"]);
  deepStrictEqual(await slugsOf(store, true), ["trump", "climate"]);
});

Deno.test("topics remove --purge deletes posts, of an archived topic too", async () => {
  await using store = await openStore();
  await run(store, "remove trump --yes");
  const { said, asked } = await run(store, "remove trump --purge", true);
  deepStrictEqual(asked, ["Delete trump and its 3 posts for good?"]);
  strictEqual(said, "deleted trump and its 3 posts");
  deepStrictEqual(await slugsOf(store, true), ["climate"]);
});

Deno.test("topics remove --yes asks nobody", async () => {
  await using store = await openStore();
  deepStrictEqual((await run(store, "remove trump --yes")).asked, []);
});

const UNCONFIRMED: [answer: boolean | null, message: RegExp][] = [
  [false, /^Nothing was changed$/],
  [null, /Its 3 posts .* There is no terminal to confirm it: add --yes$/],
];

for (const [answer, message] of UNCONFIRMED) {
  Deno.test(`topics remove changes nothing if the answer is ${answer}`, async () => {
    await using store = await openStore();
    const removing = run(store, "remove trump", answer);
    await rejects(removing, { name: "UnconfirmedError", message });
    deepStrictEqual(await slugsOf(store), ["trump", "climate"]);
  });
}

for (const line of ["remove nope --yes", "pause nope", "edit nope x"]) {
  Deno.test(`topics ${line} says that there is no such topic`, async () => {
    await using store = await openStore();
    await rejects(run(store, line), {
      name: "UnknownTopicError",
      message: /"nope"/,
    });
  });
}

Deno.test("topics add refuses a name that is taken", async () => {
  await using store = await openStore();
  await rejects(run(store, "add trump"), { name: "TopicExistsError" });
});

const READ: [line: string, said: string][] = [
  ["add Cat OR dog", "added cat-or-dog: Cat OR dog"],
  [
    "add pets=(cat OR dog) lang:en -is:retweet",
    "added pets: (cat OR dog) lang:en -is:retweet",
  ],
  ['add "a=b"', 'added a-b: "a=b"'],
  ["edit trump cat -dog", "trump now has the query cat -dog"],
  [
    "remove --yes trump --purge",
    "deleted trump and its 3 posts",
  ],
];

for (const [line, said] of READ) {
  Deno.test(`topics ${line} is read as it is meant`, async () => {
    await using store = await openStore();
    strictEqual((await run(store, line)).said, said);
  });
}

const REFUSED: [args: string[], name: string, message: RegExp][] = [
  [[], "UsageError", /^Missing command: list, add, .*; see --help$/],
  [["lits"], "UsageError", /^Unknown command "lits": use list, add/],
  [["constructor"], "UsageError", /^Unknown command "constructor"/],
  [
    ["list", "x"],
    "UsageError",
    /^Unexpected argument "x" for list; see --help$/,
  ],
  [["add"], "UsageError", /^Missing query for add/],
  [["edit"], "UsageError", /^Missing topic for edit/],
  [["edit", "a"], "UsageError", /^Missing query for edit/],
  [["pause"], "UsageError", /^Missing topic for pause/],
  [["resume", "a", "b"], "UsageError", /^Unexpected argument "b" for resume/],
  [["remove", "--purge"], "UsageError", /^Missing topic for remove/],
  [["remove", "a", "b"], "UsageError", /^Unexpected argument "b" for remove/],
  [
    ["remove", "a", "--force"],
    "UsageError",
    /^Unknown option '--force'; see --help$/,
  ],
  [["test"], "UsageError", /^Missing query for test/],
  [["add", "../x=y"], "FieldError", /^slug must be .*"\.\.\/x"$/],
  [["add", "😀"], "FieldError", /^slug must be given/],
  [["add", "x=(a"], "QueryTextError", /at character 1\n {2}\(a\n {2}\^$/],
  [["edit", "x", "a", "OR"], "QueryTextError", /\n {2}a OR\n {4}\^$/],
  [["test", "a )"], "QueryTextError", /\n {2}a \)\n {4}\^$/],
];

for (const [args, name, message] of REFUSED) {
  Deno.test(`parseCommand() refuses "${args.join(" ")}"`, () => {
    throws(() => parseCommand(args), { name, message });
  });
}
