import type { Database } from "../db/connection/database.ts";
import { readNewestPosts } from "../db/read/newest_posts.ts";
import { readTotals } from "../db/read/series.ts";
import { listTopics } from "../db/read/snapshot.ts";
import { readTopic as readStoredTopic } from "../db/read/topics.ts";
import { addTopic, changeTopic, removeTopic } from "../db/write/topics.ts";
import { formatCount } from "../domain/format/numbers.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { QuerySyntaxError } from "../domain/query/query.ts";
import { readNewTopic } from "../domain/topic/input.ts";
import {
  type NewTopic,
  type QueryTrial,
  tryQuery,
} from "../domain/topic/try_query.ts";
import { ended } from "../workers/signals.ts";
import { formatTable, oneLine, pointAt } from "./terminal.ts";

const WORDS = "list, add, edit, pause, resume, remove, test";

/**
 * Reads a command line. Words of a query that come one by one are taken
 * together.
 *
 * @throws {UsageError} If it is not one of the commands.
 * @throws {FieldError} If a topic cannot be named so.
 * @throws {QueryTextError} If a query has an error.
 */
export function parseCommand(
  args: readonly string[],
): Command | { name: "help" } {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError(`Say what to do: ${WORDS}`);
  if ([name, rest[0]].some((word) => word === "--help" || word === "-h")) {
    return { name: "help" };
  }
  switch (name) {
    case "help":
    case "list":
      return takeNone(rest, { name });
    case "add":
      return { name, topic: readTopic(queryOf(name, rest)) };
    case "edit": {
      const [slug = missing(name, "the name of a topic"), ...words] = rest;
      return { name, slug, query: checkQuery(queryOf(name, words)) };
    }
    case "pause":
    case "resume": {
      const [slug = missing(name, "the name of a topic"), ...more] = rest;
      return takeNone(more, { name, slug });
    }
    case "remove":
      return readRemoval(rest);
    case "test":
      return { name, query: checkQuery(queryOf(name, rest)) };
  }
  throw new UsageError(`There is no command ${show(name)}: use ${WORDS}`);
}

function readRemoval(args: readonly string[]): Command {
  const words = args.filter((arg) => !arg.startsWith("--"));
  const options = args.filter((arg) => arg.startsWith("--"));
  const unknown = options.find((one) => !["--purge", "--yes"].includes(one));
  if (unknown !== undefined) {
    throw new UsageError(`There is no option ${show(unknown)} of remove`);
  }
  const [slug = missing("remove", "the name of a topic"), ...more] = words;
  const purge = options.includes("--purge");
  const yes = options.includes("--yes");
  return takeNone(more, { name: "remove", slug, purge, yes });
}

/** Reads `NAME=QUERY` or `QUERY`, as in `TRACK`. */
function readTopic(text: string): NewTopic {
  const [, name, rest] = /^([^="()]*)=(.*)$/s.exec(text) ?? [];
  const query = checkQuery(rest ?? text);
  return readNewTopic(
    name === undefined ? { query } : { slug: name.trim(), query },
  );
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

function queryOf(name: string, words: readonly string[]): string {
  return words.length > 0 ? words.join(" ") : missing(name, "a query");
}

function takeNone<C extends { readonly name: string }>(
  rest: readonly string[],
  command: C,
): C {
  if (rest.length === 0) return command;
  throw new UsageError(`${show(rest[0]!)} is too much for ${command.name}`);
}

function missing(name: string, what: string): never {
  throw new UsageError(`${name} needs ${what}`);
}

function show(word: string): string {
  return JSON.stringify(word.slice(0, 60));
}

/** Thrown when somebody wrote a query with an error; the message points at it. */
export class QueryTextError extends SyntaxError {
  constructor(text: string, cause: QuerySyntaxError) {
    super(`${cause.message}\n${pointAt(text, cause.position)}`, { cause });
    this.name = "QueryTextError";
  }
}

/** Thrown when a command line is not one of those that there are. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}; see --help`);
    this.name = "UsageError";
  }
}

/** Makes what asks whoever sits at the terminal; an abort counts as no. */
export function askTerminal(signal: AbortSignal): Ask {
  if (!Deno.stdin.isTerminal()) return () => null;
  return async (question) => {
    await Deno.stderr.write(new TextEncoder().encode(`${question} [y/N] `));
    const line = new Uint8Array(100);
    const length = await Promise.race([Deno.stdin.read(line), ended(signal)]);
    const answer = new TextDecoder().decode(line.subarray(0, length ?? 0));
    return /^y(es)?\s*$/i.test(answer);
  };
}

/** What `deno task topics --help` says. */
export const HELP =
  `Topics of the database of DATABASE_URL, while everything runs or not.

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

Exit code: 0 done; 1 it cannot be done, or the query has an error; 2 the command
was not understood.`;

/** What somebody wants done with topics. */
type Command =
  | { readonly name: "list" }
  | { readonly name: "add"; readonly topic: NewTopic }
  | { readonly name: "edit"; readonly slug: string; readonly query: string }
  | { readonly name: "pause" | "resume"; readonly slug: string }
  | Removal
  | { readonly name: "test"; readonly query: string };

/** A topic that is to go. */
interface Removal {
  readonly name: "remove";
  readonly slug: string;
  /** Whether its posts go too. */
  readonly purge: boolean;
  /** Whether it is confirmed already. */
  readonly yes: boolean;
}

/**
 * Archives a topic, or deletes it with its posts, once that is confirmed.
 *
 * @returns What to say of it.
 * @throws {UnconfirmedError} If it is not.
 */
async function remove(
  db: Database,
  { slug, purge, yes }: Removal,
  ask: Ask,
): Promise<string> {
  const { id } = await readStoredTopic(db.kysely, slug, { archived: purge });
  const count = formatCount((await readTotals(db.kysely, id)).posts);
  const question = purge
    ? `Delete ${slug} and its ${count} posts for good?`
    : `Archive ${slug}? Its ${count} posts are kept, and shown no more.`;
  const answer = yes ? true : await ask(question);
  if (!answer) throw new UnconfirmedError(question, answer === null);
  const { posts } = await removeTopic(db, slug, { purge });
  return purge
    ? `deleted ${slug} and its ${formatCount(posts)} posts`
    : `archived ${slug} with its ${formatCount(posts)} posts`;
}

/** Stored posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** Characters of a text that are shown. */
const MAX_SHOWN = 200;

/** Asks a yes-or-no question; null if nobody is there to answer. */
export type Ask = (question: string) => Promise<boolean> | null;

/**
 * Does what somebody wants done with topics.
 *
 * @returns What to say of it.
 */
export async function runCommand(
  db: Database,
  command: Command,
  ask: Ask,
): Promise<string> {
  switch (command.name) {
    case "list":
      return formatTable(await listTopics(db.kysely));
    case "add": {
      const { slug, query } = await addTopic(db, command.topic);
      return `added ${slug}: ${oneLine(query)}`;
    }
    case "edit": {
      const { slug, query } = await changeTopic(db, command.slug, command);
      return `${slug} now asks for ${oneLine(query)}`;
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

function formatTrial({ matched, of, examples }: QueryTrial): string {
  const lines = examples.map(({ createdAt, topic, source, author, text }) => {
    const time = createdAt.replace("T", " ").slice(0, 19);
    const by = author === null ? "" : ` ${oneLine(author, 40)}`;
    return `  ${time} ${topic} ${source}${by}: ${oneLine(text, MAX_SHOWN)}`;
  });
  const head = `${matched} of the newest ${of} stored posts match`;
  return [head, ...lines].join("\n");
}

/** Thrown when nobody said yes. */
export class UnconfirmedError extends Error {
  /** @param isAlone Whether nobody could be asked. */
  constructor(question: string, isAlone: boolean) {
    super(
      isAlone
        ? `${question} Nobody is at a terminal to confirm it: add --yes`
        : "Nothing was changed",
    );
    this.name = "UnconfirmedError";
  }
}
