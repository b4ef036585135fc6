import type { ParseArgsOptionsConfig } from "node:util";
import type { Database } from "../db/connection/database.ts";
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
import {
  FieldError,
  readNewTopic,
  readTopicChange,
  splitIgnored,
} from "../domain/topic/input.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import type { NewTopic, QueryTrial } from "../domain/topic/try_query.ts";
import {
  answerHelp,
  exitFor,
  orExit,
  parseOptions,
  quote,
  refuseWords,
  UsageError,
} from "./cli/command_line.ts";
import { openReader } from "./database.ts";
import { formatTable, oneLine, pointAt } from "./cli/terminal.ts";
import { aborted, runRole } from "./role.ts";
import { tryOnStored, warningsOf } from "./web/admin.ts";

const HELP =
  `Manages the topics of the database of DATABASE_URL, also while Freshet runs.

  deno task topics list
  deno task topics add QUERY            named after its query
  deno task topics add NAME=QUERY       an archived NAME comes back
  deno task topics add NAME=QUERY --fill  takes stored posts of other topics too
  deno task topics edit NAME QUERY
  deno task topics edit NAME --title TEXT --description TEXT
  deno task topics edit NAME --ignore 'share top'
  deno task topics pause NAME           takes in no new posts
  deno task topics resume NAME
  deno task topics remove NAME          archives it; its posts are kept
  deno task topics remove NAME --purge  deletes it with its posts
  deno task topics test QUERY           how many stored posts would match

add and edit take --title and --description, which stand on the topic's page,
and --ignore, all the words that carry no mood for the topic besides those of its
query; Freshet scores its stored posts again by them. edit without a QUERY changes
only these, and an empty TEXT removes one.

remove asks first; --yes answers. Quote a query for your shell:
  deno task topics add 'climate=(climate OR warming) lang:en -is:retweet'

Exit code: 0 done; 1 not possible, or the query has an error; 2 the command line
is wrong.`;

/** Does what a command line says; returns what to print. */
export type Command = (db: Database, ask: Ask) => Promise<string>;

/** Reads the arguments of each command. */
const COMMANDS: Readonly<
  Record<string, (args: readonly string[]) => Command>
> = {
  list(args) {
    readWords("list", args, 0);
    return async ({ kysely }) => {
      const topics = await listTopics(kysely);
      return [formatTable(topics), ...topics.flatMap(formatIgnored)].join("\n");
    };
  },
  add(args) {
    const { words, values } = takeTexts("add", args.filter(isNotFill));
    const isFilled = !args.every(isNotFill);
    const topic = {
      ...parseTopic(joinQuery("add", words), values),
      ...(isFilled && { fill: true }),
    };
    return async (db) => {
      const { slug, query } = await addTopic(db, topic);
      const added = `added ${slug}: ${oneLine(query)}`;
      const note = "stored posts are looked through while Freshet runs";
      return await withWarnings(
        db,
        query,
        isFilled ? `${added}\n${note}` : added,
      );
    };
  },
  edit(args) {
    const { words, values } = takeTexts("edit", args);
    const [slug = missing("topic", "edit"), ...rest] = words;
    const keepsQuery = rest.length === 0 && Object.keys(values).length > 0;
    const changes = readTopicChange({
      ...(!keepsQuery && { query: checkQuery(joinQuery("edit", rest)) }),
      ...values,
    });
    return async (db) => {
      const { query } = await changeTopic(db, slug, changes);
      const done = keepsQuery
        ? `changed ${slug}`
        : `${slug} now has the query ${oneLine(query)}`;
      return await withWarnings(db, query, done);
    };
  },
  pause: (args) => setActive("pause", args, false),
  resume: (args) => setActive("resume", args, true),
  remove(args) {
    const { words, values } = readWords("remove", args, 1, REMOVE_OPTIONS);
    const [slug = missing("topic", "remove")] = words;
    return (db, ask) => remove(db, slug, values, ask);
  },
  test(args) {
    const query = parseQuery(checkQuery(joinQuery("test", args)));
    return async (db) => formatTrial(await tryOnStored(db, query));
  },
};

/**
 * Parses a command line. The words of a query may be quoted together or not.
 *
 * @throws {UsageError} If it is not one of the commands.
 * @throws {FieldError} If a topic cannot have this name.
 * @throws {QueryTextError} If a query has an error.
 */
export function parseCommand([name, ...args]: readonly string[]): Command {
  const names = Object.keys(COMMANDS).join(", ");
  if (name === undefined) throw new UsageError(`Missing command: ${names}`);
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]!(args);
  throw new UsageError(`Unknown command ${quote(name)}: use ${names}`);
}

const REMOVE_OPTIONS = {
  purge: { type: "boolean" },
  yes: { type: "boolean" },
} satisfies ParseArgsOptionsConfig;

/** At most `max` words, and options. */
function readWords<T extends ParseArgsOptionsConfig>(
  name: string,
  args: readonly string[],
  max: number,
  options = {} as T,
) {
  const { values, positionals: words } = parseOptions(args, options);
  refuseWords(words.slice(max), name);
  return { words, values };
}

const isNotFill = (arg: string) => arg !== "--fill";

const TEXT_OPTION = /^--(title|description|ignore)(?:=(.*))?$/s;

/** Texts of a topic that options give. */
interface Texts {
  title?: string;
  description?: string;
  ignored?: string[];
}

/** Takes `--title`, `--description` and `--ignore` out of the arguments; all others are words, as those of a query may begin with `-`. */
function takeTexts(
  name: string,
  args: readonly string[],
): { words: string[]; values: Texts } {
  const words: string[] = [];
  const values: Texts = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, option, text] = TEXT_OPTION.exec(arg) ?? [];
    if (option === undefined) words.push(arg);
    else {
      const given = text ?? rest.shift() ??
        missing(`text of --${option}`, name);
      if (option === "ignore") values.ignored = splitIgnored(given);
      else values[option as "title" | "description"] = given;
    }
  }
  return { words, values };
}

/** Parses `NAME=QUERY` or `QUERY`, as in `TRACK`. */
function parseTopic(
  text: string,
  words: Texts,
): NewTopic {
  const [, name, rest] = /^([^="()]*)=(.*)$/s.exec(text) ?? [];
  const query = checkQuery(rest ?? text);
  return readNewTopic(
    name === undefined
      ? { query, ...words }
      : { slug: name.trim(), query, ...words },
  );
}

function formatIgnored({ slug, ignored = [] }: TopicSummary): string[] {
  if (ignored.length === 0) return [];
  return [
    `${slug} is scored without: ${
      ignored.map((word) => oneLine(word)).join(", ")
    }`,
  ];
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

/** What was done, and what sources cannot answer of the query. */
async function withWarnings(
  db: Database,
  query: string,
  done: string,
): Promise<string> {
  const { warnings = [] } = await warningsOf(db, parseQuery(query));
  return [done, ...warnings.map((text) => `warning: ${text}`)].join("\n");
}

function setActive(
  name: string,
  args: readonly string[],
  active: boolean,
): Command {
  const [slug = missing("topic", name)] = readWords(name, args, 1).words;
  return async (db) => {
    await changeTopic(db, slug, { active });
    return `${slug} is ${active ? "active" : "paused"}`;
  };
}

async function remove(
  db: Database,
  slug: string,
  { purge = false, yes = false }: { purge?: boolean; yes?: boolean },
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

function formatTrial(
  { matched, of, examples, warnings = [] }: QueryTrial,
): string {
  const lines = examples.map(({ createdAt, topic, source, author, text }) => {
    const time = createdAt.replace("T", " ").slice(0, 19);
    const by = author === null ? "" : ` ${oneLine(author, 40)}`;
    return `  ${time} ${topic} ${source}${by}: ${oneLine(text, MAX_SHOWN)}`;
  });
  const head = `${matched} of the newest ${of} stored posts match`;
  const notes = warnings.map((text) => `warning: ${text}`);
  return [head, ...notes, ...lines].join("\n");
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

const isExpected = (error: unknown) =>
  EXPECTED.some((kind) => error instanceof kind);

if (import.meta.main) {
  answerHelp(HELP);
  const command = orExit(() => parseCommand(Deno.args), isExpected);
  await runRole(async (config, _log, signal) => {
    await using db = await openReader(config);
    const running = command(db, askTerminal(signal));
    // deno-lint-ignore no-console
    console.log(await running.catch((error) => exitFor(error, isExpected)));
  });
}
