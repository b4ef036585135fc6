import { parseQuery } from "../domain/query/parse.ts";
import { QuerySyntaxError } from "../domain/query/query_syntax_error.ts";
import { readNewTopic } from "../domain/topic/read_new_topic.ts";
import type { NewTopic } from "../domain/topic/topic_admin.ts";
import type { Command } from "./topics/command.ts";
import { QueryTextError } from "./topics/query_text_error.ts";
import { UsageError } from "./topics/usage_error.ts";

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
