import type { PostEvent } from "../../workers/ingest/sources/source.ts";
import {
  fileSource,
  type FileSourceOptions,
} from "../../workers/ingest/sources/file/file.ts";
import { temporaryFolder } from "./temporary.ts";

const never = new AbortController().signal;

/** A file of lines that is gone with its scope. */
export async function writeLines(
  lines: readonly string[],
): Promise<{ path: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const path = `${folder.path}/posts.ndjson`;
  await Deno.writeTextFile(path, lines.join("\n"));
  return {
    path,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** What a file of posts gives, from a position to its end. */
export async function readAll(
  path: string,
  options: FileSourceOptions = {},
  position: string | null = null,
): Promise<PostEvent[]> {
  return await Array.fromAsync(fileSource(path, options).read(position, never));
}

/** The first of {@linkcode readAll}, for what never ends by itself. */
export async function readSome(
  count: number,
  path: string,
  options: FileSourceOptions,
  position: string | null = null,
): Promise<PostEvent[]> {
  const events: PostEvent[] = [];
  for await (const event of fileSource(path, options).read(position, never)) {
    if (events.push(event) === count) break;
  }
  return events;
}

/** An event in short: the id of a post, or the reason of a rejection. */
export function inShort(event: PostEvent): string {
  if (event.kind === "post") return event.post.id;
  return event.kind === "rejected" ? event.reason : event.kind;
}
