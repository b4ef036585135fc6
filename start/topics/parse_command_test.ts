import { deepStrictEqual, throws } from "node:assert/strict";
import { parseCommand } from "../topics_command.ts";

type Command = ReturnType<typeof parseCommand>;

const removal = {
  name: "remove",
  slug: "a",
  purge: false,
  yes: false,
} as const;

const COMMANDS: [args: string[], command: Command][] = [
  [["--help"], { name: "help" }],
  [["-h"], { name: "help" }],
  [["help"], { name: "help" }],
  [["remove", "--help"], { name: "help" }],
  [["list"], { name: "list" }],
  [["add", "Cat OR dog"], {
    name: "add",
    topic: { slug: "cat-or-dog", query: "Cat OR dog" },
  }],
  [["add", "pets=(cat OR dog)", "lang:en", "-is:retweet"], {
    name: "add",
    topic: { slug: "pets", query: "(cat OR dog) lang:en -is:retweet" },
  }],
  [["add", '"a=b"'], { name: "add", topic: { slug: "a-b", query: '"a=b"' } }],
  [["edit", "pets", "cat", "-dog"], {
    name: "edit",
    slug: "pets",
    query: "cat -dog",
  }],
  [["pause", "a"], { name: "pause", slug: "a" }],
  [["resume", "a"], { name: "resume", slug: "a" }],
  [["remove", "a"], removal],
  [["remove", "--yes", "a", "--purge"], { ...removal, purge: true, yes: true }],
  [["test", "cat", "dog"], {
    name: "test",
    query: "cat dog",
  }],
];

for (const [args, command] of COMMANDS) {
  Deno.test(`parseCommand() reads "${args.join(" ")}"`, () => {
    deepStrictEqual(parseCommand(args), command);
  });
}

const REFUSED: [args: string[], name: string, message: RegExp][] = [
  [[], "UsageError", /^Say what to do: list, add, .*; see --help$/],
  [["lits"], "UsageError", /^There is no command "lits": use list, add/],
  [["constructor"], "UsageError", /^There is no command "constructor"/],
  [["list", "x"], "UsageError", /^"x" is too much for list/],
  [["add"], "UsageError", /^add needs a query/],
  [["edit"], "UsageError", /^edit needs the name of a topic/],
  [["edit", "a"], "UsageError", /^edit needs a query/],
  [["pause"], "UsageError", /^pause needs the name of a topic/],
  [["resume", "a", "b"], "UsageError", /^"b" is too much for resume/],
  [["remove", "--purge"], "UsageError", /^remove needs the name of a topic/],
  [["remove", "a", "b"], "UsageError", /^"b" is too much for remove/],
  [["remove", "a", "--force"], "UsageError", /no option "--force" of remove/],
  [["test"], "UsageError", /^test needs a query/],
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
