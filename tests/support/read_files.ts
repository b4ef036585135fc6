import {
  fileSource,
  type FileSourceOptions,
} from "../../workers/ingest/sources/file/file.ts";
import type {
  Network,
  SourcePost,
} from "../../workers/ingest/sources/source.ts";

/** What a file of posts holds. */
export interface ReadFile {
  readonly posts: readonly {
    readonly network: Network;
    readonly post: SourcePost;
  }[];
  readonly rejected: readonly {
    readonly place: string;
    readonly detail: string;
  }[];
  /** Edits and deletions in short: `delete 17`. */
  readonly changes: readonly string[];
  /** The names of its formats. */
  readonly formats: readonly string[];
  /** Why records were passed over. */
  readonly passed: readonly string[];
}

const never = new AbortController().signal;

/** Reads a whole file of posts. */
export async function readFileAs(
  path: string,
  options: FileSourceOptions = {},
): Promise<ReadFile> {
  const posts: { network: Network; post: SourcePost }[] = [];
  const rejected: { place: string; detail: string }[] = [];
  const [changes, formats, passed]: string[][] = [[], [], []];
  const source = fileSource(path, {
    ...options,
    onFormat: (format) => formats!.push(format),
    onReading: (reading) =>
      reading.kind === "passed" && passed!.push(reading.why),
  });
  for await (const event of source.read(null, never)) {
    if (!("position" in event)) continue;
    const isVersion = event.kind === "edit" && event.post.version;
    if (event.kind === "post" || isVersion) {
      posts.push({ network: event.network ?? "file", post: event.post });
    } else if (event.kind === "rejected") {
      rejected.push({ place: event.place ?? "", detail: event.detail });
    } else if (event.kind === "delete") changes!.push(`delete ${event.id}`);
    else if (event.kind === "edit") changes!.push(`edit ${event.post.id}`);
    else changes!.push(`delete-author ${event.idPrefix}`);
  }
  return {
    posts,
    rejected,
    changes: changes!,
    formats: formats!,
    passed: passed!,
  };
}
