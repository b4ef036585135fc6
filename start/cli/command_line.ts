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

const HELP = { help: { type: "boolean", short: "h" } } as const;

/**
 * Reads the options of this process's command line. `--help` prints the text and
 * ends the process; a command line that cannot be understood ends it with code 2.
 */
export function readOptions<T extends ParseArgsOptionsConfig>(
  command: string,
  help: string,
  options: T,
) {
  return orExit(() => {
    const { values, positionals } = parseOptions(Deno.args, {
      ...options,
      ...HELP,
    });
    if ("help" in values && values.help) exit(0, help);
    refuseWords(positionals, command);
    return parseOptions(Deno.args, options).values;
  });
}

/** Calls `read`; its {@linkcode UsageError} ends the process with code 2. */
export function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) return exit(2, error.message);
    throw error;
  }
}

/** Prints a message and ends the process. */
export function exit(code: number, message: string): never {
  // deno-lint-ignore no-console
  (code === 0 ? console.log : console.error)(message);
  Deno.exit(code);
}
