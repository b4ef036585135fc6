import { UnknownTopicError } from "../db/read/topics.ts";
import { TooManyTopicsError, TopicExistsError } from "../db/write/topics.ts";
import { FieldError } from "../domain/topic/input.ts";
import { openReader } from "./database.ts";
import { runRole } from "./role.ts";
import {
  askTerminal,
  HELP,
  parseCommand,
  QueryTextError,
  runCommand,
  UnconfirmedError,
  UsageError,
} from "./topics_command.ts";

/** What somebody can do something about; all else is a fault of ours. */
const EXPECTED = [
  FieldError,
  QueryTextError,
  TooManyTopicsError,
  TopicExistsError,
  UnconfirmedError,
  UnknownTopicError,
];

const command = read(Deno.args);
if (command.name === "help") end(0, HELP);
else {
  await runRole(async (config, _log, signal) => {
    await using db = await openReader(config);
    const ask = askTerminal(signal);
    // deno-lint-ignore no-console
    console.log(await runCommand(db, command, ask).catch(fail));
  });
}

function read(args: readonly string[]): ReturnType<typeof parseCommand> {
  try {
    return parseCommand(args);
  } catch (error) {
    if (error instanceof UsageError) return end(2, error.message);
    return fail(error);
  }
}

function fail(error: unknown): never {
  if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
  return end(1, (error as Error).message);
}

function end(code: number, message: string): never {
  // deno-lint-ignore no-console
  (code === 0 ? console.log : console.error)(message);
  Deno.exit(code);
}
