import { type Line, splitLines } from "../lines.ts";
import type { PostEvent, Source, SourcePost } from "../source.ts";
import {
  type FilePosition,
  formatFilePosition,
  parseFilePosition,
} from "./file_position.ts";
import { MAX_LINE, parseLine } from "./lines.ts";
import { openFile } from "./open_file.ts";
import { createPace, type PaceOptions } from "./pace.ts";

/** Longest beginning of a rejected line that is kept, in bytes. */
const MAX_HEAD = 512;

/** Options for {@linkcode fileSource}. */
export interface FileSourceOptions extends PaceOptions {
  /** Whether posts get the time at which they are read. @default {false} */
  restamp?: boolean;
  /**
   * Whether to begin again at the end, if there were posts; those of pass
   * n > 1 have `~n` behind their id. @default {false}
   */
  loop?: boolean;
}

/** Posts from a file: one JSON object a line, plain or gzip. */
export function fileSource(
  path: string,
  options: FileSourceOptions = {},
): Source<PostEvent> {
  const { restamp = false, loop = false } = options;

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<PostEvent> {
    const stamp = restamp ? createStamp() : (post: SourcePost) => post;
    let pass = 0;
    let hasMore = true;
    while (hasMore) {
      const { head, chunks } = await openFile(path);
      const start = pass === 0 ? parseFilePosition(position, head) : null;
      pass = start?.pass ?? pass + 1;
      hasMore = loop && start !== null;
      const pace = createPace(options);
      let number = 0;
      for await (const line of splitLines(chunks, MAX_LINE)) {
        if (signal.aborted) return;
        if (++number <= (start?.line ?? 0)) continue;
        const nowMs = Date.now();
        const event = toEvent(line, nowMs, { pass, line: number, head });
        if (event.kind === "post") {
          hasMore = loop;
          await pace(ownTime(event.post, nowMs), signal);
          if (signal.aborted) return;
          yield { ...event, post: stamp(event.post) };
        } else yield event;
      }
    }
  }

  return { name: "file", key: `file:${path}`, read };
}

function toEvent(
  line: Line,
  nowMs: number,
  place: FilePosition,
): Extract<PostEvent, { kind: "post" | "rejected" }> {
  const position = formatFilePosition(place);
  const parsed = parseLine(line, nowMs);
  if ("reason" in parsed) {
    const head = line.bytes.slice(0, MAX_HEAD);
    return { kind: "rejected", ...parsed, head, position };
  }
  const { pass } = place;
  const post = pass === 1 ? parsed : { ...parsed, id: `${parsed.id}~${pass}` };
  return { kind: "post", post, position };
}

/** When a post was written; null if it does not say so, or names a time that is still to come. */
function ownTime({ createdMs }: SourcePost, nowMs: number): number | null {
  return createdMs < nowMs ? createdMs : null;
}

/** Gives posts the present time, never one before the post before. */
function createStamp(): (post: SourcePost) => SourcePost {
  let lastMs = 0;
  return (post) => {
    lastMs = Math.max(lastMs, Date.now());
    return { ...post, createdMs: lastMs };
  };
}
