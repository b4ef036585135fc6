import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import type { Config } from "../config.ts";
import { readTopics } from "../db/read/topics.ts";
import type { Log } from "../log.ts";
import { createLeaseHolder } from "../workers/broker/lease.ts";
import { createMatcher } from "../workers/ingest/ingest.ts";
import { runSource } from "../workers/ingest/run.ts";
import { fileSource } from "../workers/ingest/sources/file/file.ts";
import { DamagedFileError } from "../workers/ingest/sources/file/read/open.ts";
import { UnreadableFileError } from "../workers/ingest/sources/file/read/layout.ts";
import { createTally } from "../workers/ingest/sources/file/tally.ts";
import {
  answerHelp,
  exitFor,
  orExit,
  parseOptions,
  UsageError,
} from "./cli/command_line.ts";
import { formatTally, showProgress } from "./cli/import_report.ts";
import { createRecords } from "./ingest.ts";
import { ImportError, openTarget } from "./import_target.ts";
import { runRole } from "./role.ts";

const HELP =
  `Imports posts that were collected before, into the database of DATABASE_URL.

  deno task import FILE… --topic NAME   all posts into one topic, whatever its query:
                                        the collection was filtered when it was made
  deno task import FILE… --track        each post into the topics that it matches
  deno task import FILE… --dry-run      only says what is in the files

Formats are recognized by what a file holds: X (API v1.1 and v2, twarc, TCAT, 4CAT,
Zeeschuimer, twint, minet, the archive of an account), Bluesky (Jetstream, answers
of the API, 4CAT), Mastodon (statuses, outbox.json), CSV with a header in any
encoding, and Freshet's own lines; plain, gzip or zip.

An import that was interrupted continues where it stopped; a second one changes
nothing. Imported posts are kept until they are removed, whatever RETENTION_DAYS is.

Exit code: 0 done, also if some records were refused; 1 a file or the database
cannot be used; 2 the command line is wrong.`;

const OPTIONS = {
  topic: { type: "string" },
  track: { type: "boolean" },
  "dry-run": { type: "boolean" },
} satisfies ParseArgsOptionsConfig;

/** What a command line asks for. */
export interface ImportCommand {
  readonly paths: readonly string[];
  /** The topic that gets all posts; null: those that they match. */
  readonly topic: string | null;
  readonly isDryRun: boolean;
}

/**
 * Parses a command line.
 *
 * @throws {UsageError} If it names no file, or not where the posts belong.
 */
export function parseImport(args: readonly string[]): ImportCommand {
  const { values, positionals: paths } = parseOptions(args, OPTIONS);
  const { topic, track = false, "dry-run": isDryRun = false } = values;
  if (paths.length === 0) throw new UsageError("Missing FILE");
  if (topic !== undefined && track) {
    throw new UsageError("Use --topic or --track, not both");
  }
  if (topic === undefined && !track && !isDryRun) {
    throw new UsageError(
      "Say where the posts belong: --topic NAME puts all of them into one topic, " +
        "--track into those that they match; --dry-run only looks",
    );
  }
  return { paths, topic: topic ?? null, isDryRun };
}

/** A file to import. */
interface ImportFile {
  /** Absolute: the import is known by it. */
  readonly path: string;
  readonly shown: string;
  readonly size: number;
}

async function openFiles(paths: readonly string[]): Promise<ImportFile[]> {
  return await Promise.all(paths.map(async (shown) => {
    try {
      const path = await Deno.realPath(shown);
      const { isFile, isDirectory, size } = await Deno.stat(path);
      if (isDirectory) throw new Error("it is a folder: name its files");
      if (!isFile) throw new Error("it is not a file");
      using _file = await Deno.open(path);
      return { path, shown, size };
    } catch (error) {
      const reason = error instanceof Deno.errors.NotFound
        ? "there is no such file"
        : (error as Error).message;
      throw new ImportError(`Cannot read ${shown}: ${reason}`, {
        cause: error,
      });
    }
  }));
}

/** Reads a file, with its progress on the terminal. */
async function readWithProgress(
  { path, shown, size }: ImportFile,
  parts: { topic?: string | undefined; purpose?: string },
  read: (source: ReturnType<typeof fileSource>) => Promise<void>,
): Promise<boolean> {
  const tally = createTally();
  const startMs = performance.now();
  let bytes = 0;
  const source = fileSource(path, {
    ...parts,
    onReading: tally.add,
    onFormat: tally.addFormat,
    onBytes: (count) => bytes += count,
  });
  let failure: unknown;
  {
    using _progress = showProgress(() => ({
      ...{ name: basename(shown), bytes, size, posts: tally.posts },
      seconds: (performance.now() - startMs) / 1_000,
    }), Deno.stderr.isTerminal());
    await read(source).catch((error) => failure = error);
  }
  print(formatTally(shown, tally.read()));
  if (failure === undefined) return true;
  print(`  ${describeFailure(failure)}`);
  return false;
}

function describeFailure(error: unknown): string {
  if (error instanceof UnreadableFileError) {
    return `cannot be read: ${error.message}`;
  }
  if (error instanceof DamagedFileError) {
    return `${error.message}: what is readable was read`;
  }
  throw error;
}

function print(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

const never = new AbortController().signal;

async function dryRun(files: readonly ImportFile[]): Promise<number> {
  let code = 0;
  for (const file of files) {
    const isRead = await readWithProgress(file, {}, async (source) => {
      for await (const _event of source.read(null, never));
    });
    if (!isRead) code = 1;
  }
  return code;
}

async function importFiles(
  { paths, topic, isDryRun }: ImportCommand,
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<number> {
  const files = await openFiles(paths);
  if (isDryRun) return await dryRun(files);
  await using target = await openTarget(config, log, signal);
  const { db, broker } = target;
  const topics = await readTopics(db.kysely);
  if (topic !== null && !topics.some(({ slug }) => slug === topic)) {
    throw new ImportError(
      `There is no topic ${topic}: add it with  deno task topics add ${topic}=QUERY`,
    );
  }
  const records = createRecords(db);
  const run = {
    records: records.records,
    broker,
    matchTopics: createMatcher(topics),
    holdLease: createLeaseHolder(broker.leases ?? records.leases, {
      onWait: (source) => log("warn", "another process reads it", { source }),
    }),
    log: withoutInfo(log),
    onEvent() {},
    signal,
    isOnce: true,
  };
  const purpose = topic === null ? `track=${fingerprint(topics)}` : undefined;
  const parts = topic === null ? { purpose: purpose! } : { topic };
  let code = 0;
  for (const file of files) {
    if (signal.aborted) break;
    const isRead = await readWithProgress(file, parts, async (source) => {
      await runSource(source, run);
    });
    if (!isRead) code = 1;
  }
  print(await target.report());
  if (signal.aborted) {
    print("Interrupted: the same command continues where it stopped");
    return 1;
  }
  print(
    "They are kept until they are removed: RETENTION_DAYS does not count for them",
  );
  return code;
}

/** Other topics match other posts: the files are read again for them. */
function fingerprint(
  topics: readonly { slug: string; query: string; active: boolean }[],
): string {
  const all = topics.filter(({ active }) => active)
    .map(({ slug, query }) => [slug, query]).sort();
  return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(
    0,
    12,
  );
}

function withoutInfo(log: Log): Log {
  return (level, ...rest) => level === "info" ? undefined : log(level, ...rest);
}

/** A path, and the file that it links to. */
function targetsOf(path: string): string[] {
  try {
    return [path, Deno.realPathSync(path)];
  } catch {
    return [path]; // it is reported when it is opened
  }
}

if (import.meta.main) {
  answerHelp(HELP);
  const command = orExit(() => parseImport(Deno.args));
  await runRole(async (config, log, signal) => {
    try {
      return await importFiles(command, config, log, signal);
    } catch (error) {
      return exitFor(error, (one) => one instanceof ImportError);
    }
  }, { read: command.paths.flatMap(targetsOf) });
}
