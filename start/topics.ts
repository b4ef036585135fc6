import type { ParseArgsOptionsConfig } from "node:util";
import type { Database } from "../db/connection/database.ts";
import { readNewestPosts } from "../db/read/posts.ts";
import { readTotals } from "../db/read/series.ts";
import { listTopics } from "../db/read/snapshot.ts";
import { readTopic, UnknownTopicError } from "../db/read/topics.ts";
import {
  addTopic,
  changeTopic,
  removeTopic,
  TooManyTopicsError,
  TopicExistsError,
} from "../db/write/topics.ts";
import { formatCount } from "../domain/format/numbers.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { QuerySyntaxError } from "../domain/query/query.ts";
import { FieldError, readNewTopic } from "../domain/topic/input.ts";
import {
  type NewTopic,
  type QueryTrial,
  tryQuery,
} from "../domain/topic/try_query.ts";
import {
  exit,
  orExit,
  parseOptions,
  quote,
  refuseWords,
  UsageError,
} from "./cli/command_line.ts";
import { openReader } from "./database.ts";
import { aborted, runRole } from "./role.ts";
import { formatTable, oneLine, pointAt } from "./cli/terminal.ts";

const HELP =
  `Manages the topics of the database of DATABASE_URL, also while Freshet runs.

  deno task topics list
  deno task topics add QUERY            named after its query
  deno task topics add NAME=QUERY       an archived NAME comes back
  deno task topics edit NAME QUERY
  deno task topics pause NAME           takes in no new posts
  deno task topics resume NAME
  deno task topics remove NAME          archives it; its posts are kept
  deno task topics remove NAME --purge  deletes it with its posts
  deno task topics test QUERY           how many stored posts would match

remove asks first; --yes answers. Quote a query for your shell:
  deno task topics add 'climate=(climate OR warming) lang:en -is:retweet'

Exit code: 0 done; 1 not possible, or the query has an error; 2 the command line
is wrong.`;

const COMMANDS = "list, add, edit, pause, resume, remove, test";

/** A command with its arguments. */
type Command =
  | { readonly name: "help" | "list" }
  | { readonly name: "add"; readonly topic: NewTopic }
  | { readonly name: "edit"; readonly slug: string; readonly query: string }
  | { readonly name: "pause" | "resume"; readonly slug: string }
  | Removal
  | { readonly name: "test"; readonly query: string };

interface Removal {
  readonly name: "remove";
  readonly slug: string;
  /** Whether its posts are deleted too. */
  readonly purge: boolean;
  /** Whether it is confirmed already. */
  readonly yes: boolean;
}

/**
 * Parses a command line. The words of a query may be quoted together or not.
 *
 * @throws {UsageError} If it is not one of the commands.
 * @throws {FieldError} If a topic cannot have this name.
 * @throws {QueryTextError} If a query has an error.
 */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError(`Missing command: ${COMMANDS}`);
  if ([name, rest[0]].some((word) => word === "--help" || word === "-h")) {
    return { name: "help" };
  }
  switch (name) {
    case "help":
    case "list":
      parseWords(name, rest, 0);
      return { name };
    case "add":
      return { name, topic: parseTopic(joinQuery(name, rest)) };
    case "edit": {
      const [slug = missing("topic", name), ...words] = rest;
      return { name, slug, query: checkQuery(joinQuery(name, words)) };
    }
    case "pause":
    case "resume": {
      const [slug = missing("topic", name)] = parseWords(name, rest, 1).words;
      return { name, slug };
    }
    case "remove": {
      const { words, values } = parseWords(name, rest, 1, REMOVE_OPTIONS);
      const [slug = missing("topic", name)] = words;
      const { purge = false, yes = false } = values;
      return { name, slug, purge, yes };
    }
    case "test":
      return { name, query: checkQuery(joinQuery(name, rest)) };
  }
  throw new UsageError(`Unknown command ${quote(name)}: use ${COMMANDS}`);
}

const REMOVE_OPTIONS = {
  purge: { type: "boolean" },
  yes: { type: "boolean" },
} satisfies ParseArgsOptionsConfig;

/** At most `max` words, and options. */
function parseWords<T extends ParseArgsOptionsConfig>(
  name: string,
  args: readonly string[],
  max: number,
  options = {} as T,
) {
  const { values, positionals: words } = parseOptions(args, options);
  refuseWords(words.slice(max), name);
  return { words, values };
}

/** Parses `NAME=QUERY` or `QUERY`, as in `TRACK`. */
function parseTopic(text: string): NewTopic {
  const [, name, rest] = /^([^="()]*)=(.*)$/s.exec(text) ?? [];
  const query = checkQuery(rest ?? text);
  return readNewTopic(
    name === undefined ? { query } : { slug: name.trim(), query },
  );
}

function joinQuery(name: string, words: readonly string[]): string {
  return words.length > 0 ? words.join(" ") : missing("query", name);
}

function checkQuery(text: string): string {
  try {
    parseQuery(text);
    return text.trim();
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    throw new QueryTextError(text, error);
  }
}

function missing(what: string, name: string): never {
  throw new UsageError(`Missing ${what} for ${name}`);
}

/** Thrown for a query with an error; the message points at it. */
class QueryTextError extends SyntaxError {
  constructor(text: string, cause: QuerySyntaxError) {
    super(`${cause.message}\n${pointAt(text, cause.position)}`, { cause });
    this.name = "QueryTextError";
  }
}

/** Stored posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** Runs a command; returns what to print. */
export async function runCommand(
  db: Database,
  command: Command,
  ask: Ask,
): Promise<string> {
  switch (command.name) {
    case "help":
      return HELP;
    case "list":
      return formatTable(await listTopics(db.kysely));
    case "add": {
      const { slug, query } = await addTopic(db, command.topic);
      return `added ${slug}: ${oneLine(query)}`;
    }
    case "edit": {
      const { slug, query } = await changeTopic(db, command.slug, command);
      return `${slug} now has the query ${oneLine(query)}`;
    }
    case "pause":
    case "resume": {
      const active = command.name === "resume";
      const { slug } = await changeTopic(db, command.slug, { active });
      return `${slug} is ${active ? "active" : "paused"}`;
    }
    case "remove":
      return await remove(db, command, ask);
    case "test": {
      const posts = readNewestPosts(db.kysely, MAX_TRIED);
      return formatTrial(await tryQuery(parseQuery(command.query), posts));
    }
  }
}

async function remove(
  db: Database,
  { slug, purge, yes }: Removal,
  ask: Ask,
): Promise<string> {
  const { id } = await readTopic(db.kysely, slug, { archived: purge });
  const count = formatCount((await readTotals(db.kysely, id)).posts);
  const question = purge
    ? `Delete ${slug} and its ${count} posts for good?`
    : `Archive ${slug}? Its ${count} posts are kept, but hidden.`;
  const answer = yes ? true : await ask(question);
  if (!answer) throw new UnconfirmedError(question, answer === null);
  const { posts } = await removeTopic(db, slug, { purge });
  return purge
    ? `deleted ${slug} and its ${formatCount(posts)} posts`
    : `archived ${slug} with its ${formatCount(posts)} posts`;
}

/** Characters of a post's text that are shown. */
const MAX_SHOWN = 200;

function formatTrial({ matched, of, examples }: QueryTrial): string {
  const lines = examples.map(({ createdAt, topic, source, author, text }) => {
    const time = createdAt.replace("T", " ").slice(0, 19);
    const by = author === null ? "" : ` ${oneLine(author, 40)}`;
    return `  ${time} ${topic} ${source}${by}: ${oneLine(text, MAX_SHOWN)}`;
  });
  const head = `${matched} of the newest ${of} stored posts match`;
  return [head, ...lines].join("\n");
}

/** Asks a yes-or-no question; null without a terminal. */
export type Ask = (question: string) => Promise<boolean> | null;

/** Asks on the terminal of this process; an abort counts as no. */
function askTerminal(signal: AbortSignal): Ask {
  if (!Deno.stdin.isTerminal()) return () => null;
  return async (question) => {
    await Deno.stderr.write(new TextEncoder().encode(`${question} [y/N] `));
    const line = new Uint8Array(100);
    const length = await Promise.race([Deno.stdin.read(line), aborted(signal)]);
    const answer = new TextDecoder().decode(line.subarray(0, length ?? 0));
    return /^y(es)?\s*$/i.test(answer);
  };
}

/** Thrown when a removal is not confirmed. */
class UnconfirmedError extends Error {
  constructor(question: string, hasNoTerminal: boolean) {
    super(
      hasNoTerminal
        ? `${question} There is no terminal to confirm it: add --yes`
        : "Nothing was changed",
    );
    this.name = "UnconfirmedError";
  }
}

/** Errors that the user can fix; anything else is a bug. */
const EXPECTED = [
  FieldError,
  QueryTextError,
  TooManyTopicsError,
  TopicExistsError,
  UnconfirmedError,
  UnknownTopicError,
];

function exitIfExpected(error: unknown): never {
  if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
  return exit(1, (error as Error).message);
}

function readCommand(): Command {
  try {
    return orExit(() => parseCommand(Deno.args));
  } catch (error) {
    return exitIfExpected(error);
  }
}

if (import.meta.main) {
  const command = readCommand();
  if (command.name === "help") exit(0, HELP);
  await runRole(async (config, _log, signal) => {
    await using db = await openReader(config);
    const running = runCommand(db, command, askTerminal(signal));
    // deno-lint-ignore no-console
    console.log(await running.catch(exitIfExpected));
  });
}
