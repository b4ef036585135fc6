import { reject } from "../post_fields.ts";
import type { PostEvent, Source, SourcePost } from "../source.ts";
import type { Reading } from "./formats/reading.ts";
import { createPace, type PaceOptions } from "./pace.ts";
import {
  type FilePosition,
  fingerprint,
  formatFilePosition,
  parseFilePosition,
} from "./position.ts";
import { openRecords } from "./read/file_records.ts";
import type { FileRecord } from "./read/contents.ts";

/** Options for {@linkcode fileSource}. */
export interface FileSourceOptions extends PaceOptions {
  /** Whether posts get the time at which they are read. @default {false} */
  restamp?: boolean;
  /**
   * Whether to start over at the end, if there were posts; ids of pass n > 1
   * end with `~n`. @default {false}
   */
  loop?: boolean;
  /** Whether to wait at the end for more, as `tail -f` does. @default {false} */
  follow?: boolean;
  /** How often a followed file is looked at. */
  pollMs?: number;
  /** The topic that gets all posts, whatever its query. */
  topic?: string | undefined;
  /** What the posts are read for, where that is not all: part of the key. */
  purpose?: string | undefined;
  /** Called with each part of each record, those before the position too. */
  onReading?: (reading: Reading, record: FileRecord) => void;
  onFormat?: (format: string) => void;
  /** Called with the number of bytes that were read from the disk. */
  onBytes?: (count: number) => void;
}

/**
 * Posts from a file in any format that is known. Those of a network have its
 * name as their source, and the ids that its live source gives them, so that a
 * file and a live source never double a post.
 */
export function fileSource(
  path: string,
  options: FileSourceOptions = {},
): Source<PostEvent> {
  const { restamp = false, loop = false, follow = false, topic } = options;
  const isImported = !restamp && !loop && !follow;

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<PostEvent> {
    const stamp = restamp ? createStamp() : (post: SourcePost) => post;
    let pass = 0;
    let isFirst = true;
    for (let hasMore = true; hasMore && !signal.aborted; isFirst = false) {
      const { first, records } = await openRecords(path, {
        ...options,
        nowMs: Date.now,
        signal,
      });
      const start = isFirst ? parseFilePosition(position, first) : null;
      const file = start ?? { head: fingerprint(first), size: first.length };
      pass = start?.pass ?? (follow ? 1 : pass + 1);
      hasMore = follow || (loop && start !== null);
      const pace = createPace(options);
      for await (
        const { event, isNew, nowMs } of toEvents(records, file, pass, start)
      ) {
        if (signal.aborted) return;
        if ("post" in event) hasMore ||= loop;
        if (!isNew) continue;
        if (!("post" in event)) {
          yield event;
          continue;
        }
        await pace(ownTime(event.post, nowMs), signal);
        if (signal.aborted) return;
        yield { ...event, post: stamp(event.post) };
      }
    }
  }

  /** The events of one pass, and whether they follow `start`. */
  async function* toEvents(
    records: AsyncIterable<FileRecord>,
    file: Pick<FilePosition, "head" | "size">,
    pass: number,
    start: FilePosition | null,
  ): AsyncGenerator<{ event: PostEvent; isNew: boolean; nowMs: number }> {
    const { line: doneLines = 0, part: doneParts = 0 } = start ?? {};
    const { head, size } = file;
    let line = 0;
    for await (const record of records) {
      line++;
      for (const [i, reading] of record.readings.entries()) {
        if (pass === 1) options.onReading?.(reading, record);
        const isLast = i === record.readings.length - 1;
        const done = isLast ? { line } : { line: line - 1, part: i + 1 };
        const position = formatFilePosition({ pass, ...done, head, size });
        const event = toEvent(reading, record, pass, position);
        const isNew = line > doneLines + 1 ||
          (line === doneLines + 1 && i >= doneParts);
        if (event !== null) yield { event, isNew, nowMs: record.nowMs };
      }
    }
  }

  function toEvent(
    reading: Reading,
    { where, head }: FileRecord,
    pass: number,
    position: string,
  ): PostEvent | null {
    switch (reading.kind) {
      case "passed":
        return null;
      case "rejected": {
        const { reason, detail } = reading;
        const place = placeOf(reading, where);
        return { ...reject(head, reason, detail, position), place };
      }
      case "delete":
      case "delete-author":
        return { ...reading, position };
      default: {
        const post = {
          ...reading.post,
          ...(pass > 1 && { id: `${reading.post.id}~${pass}` }),
          ...(isImported && { isImported }),
        };
        const topics = topic === undefined ? {} : { topics: [topic] };
        // A later version has the id of the first, which may be stored already.
        const kind = post.version ? "edit" : reading.kind;
        return { ...reading, kind, post, ...topics, position };
      }
    }
  }

  return { name: "file", key: keyOf(path, options), read };
}

/** Where a refused record stands, for people. */
export function placeOf(
  { part }: Extract<Reading, { kind: "rejected" }>,
  where: string,
): string {
  return part === undefined ? where : `${where}, ${part}`;
}

/** The same file for two purposes is read twice. */
function keyOf(
  path: string,
  { topic, purpose }: Pick<FileSourceOptions, "topic" | "purpose">,
): string {
  if (purpose !== undefined) return `file:${path}?${purpose}`;
  return topic === undefined ? `file:${path}` : `file:${path}?topic=${topic}`;
}

/** When a post was written; null if that is unknown, or in the future. */
function ownTime({ createdMs }: SourcePost, nowMs: number): number | null {
  return createdMs < nowMs ? createdMs : null;
}

/** Gives posts the current time, which never goes back. */
function createStamp(): (post: SourcePost) => SourcePost {
  let lastMs = 0;
  return (post) => {
    lastMs = Math.max(lastMs, Date.now());
    return { ...post, createdMs: lastMs };
  };
}
