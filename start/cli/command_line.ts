import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

/** Thrown when a command line cannot be understood. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`${message}; see --help`, options);
    this.name = "UsageError";
  }
}

/**
 * Parses options and words.
 *
 * @throws {UsageError} If an option is unknown, or has a value where it takes
 * none or none where it needs one.
 */
export function parseOptions<T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!isParseError(error)) throw error;
    const [sentence] = error.message.split(". "); // more is about dashes
    throw new UsageError(sentence!, { cause: error });
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS");
}

/** Refuses the first of some words that are left over. */
export function refuseWords([word]: readonly string[], command: string): void {
  if (word === undefined) return;
  throw new UsageError(`Unexpected argument ${quote(word)} for ${command}`);
}

/** A word as an error shows it. */
export function quote(word: string): string {
  return JSON.stringify(word.slice(0, 60));
}

/** Prints `help` and ends the process if its command line asks for it. */
export function answerHelp(help: string): void {
  const asks = ([name]: readonly string[]) =>
    name === "--help" || name === "-h";
  const { args } = Deno;
  if (asks(args) || asks(args.slice(1)) || args[0] === "help") exit(0, help);
}

/**
 * Reads the options of this process's command line. `--help` prints the text and
 * ends the process; a command line that cannot be understood ends it with code 2.
 */
export function readOptions<T extends ParseArgsOptionsConfig>(
  command: string,
  help: string,
  options: T,
) {
  answerHelp(help);
  return orExit(() => {
    const { values, positionals } = parseOptions(Deno.args, options);
    refuseWords(positionals, command);
    return values;
  });
}

/** Calls `read`; an error ends the process as {@linkcode exitFor} says. */
export function orExit<T>(read: () => T, isExpected?: IsExpected): T {
  try {
    return read();
  } catch (error) {
    return exitFor(error, isExpected);
  }
}

/** Whether the user can fix an error; else it is a bug. */
type IsExpected = (error: unknown) => boolean;

/** Ends the process: with code 2 for a {@linkcode UsageError}, with 1 for an expected error; throws others. */
export function exitFor(
  error: unknown,
  isExpected: IsExpected = () => false,
): never {
  if (error instanceof UsageError) exit(2, error.message);
  if (isExpected(error)) exit(1, (error as Error).message);
  throw error;
}

/** Prints a message and ends the process. */
function exit(code: number, message: string): never {
  // deno-lint-ignore no-console
  (code === 0 ? console.log : console.error)(message);
  Deno.exit(code);
}
