import type { Source, SourceEvent, SourcePost } from "../../source.ts";
import {
  type FilePosition,
  formatFilePosition,
  parseFilePosition,
} from "./file_position.ts";
import { openFile } from "./open_file.ts";
import { createPace, type PaceOptions } from "./pace.ts";
import { MAX_LINE, parseLine } from "./parse_line.ts";
import { type Line, splitLines } from "./split_lines.ts";

/** Longest beginning of a rejected line that is kept, in bytes. */
const MAX_HEAD = 512;

/** Options for {@linkcode fileSource}. */
export interface FileSourceOptions extends PaceOptions {
  /** Whether posts get the time at which they are read. @default {false} */
  restamp?: boolean;
  /** Whether to begin again at the end; posts of pass n > 1 have `~n` behind their id. @default {false} */
  loop?: boolean;
}

/** Posts from a file: one JSON object a line, plain or gzip. */
export function fileSource(
  path: string,
  options: FileSourceOptions = {},
): Source {
  const { restamp = false, loop = false } = options;

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const pace = createPace(options);
    const stamp = restamp ? createStamp() : (post: SourcePost) => post;
    let pass = 0;
    let start: FilePosition | null;
    do {
      const { head, chunks } = await openFile(path);
      start = pass === 0 ? parseFilePosition(position, head) : null;
      pass = start?.pass ?? pass + 1;
      let number = 0;
      for await (const line of splitLines(chunks, MAX_LINE)) {
        if (signal.aborted) return;
        if (++number <= (start?.line ?? 0)) continue;
        const place = formatFilePosition({ pass, line: number, head });
        const event = toEvent(line, place);
        if (event.kind === "post") {
          await pace(event.post.createdMs, signal);
          if (signal.aborted) return;
          yield { ...event, post: stamp(inPass(event.post, pass)) };
        } else yield event;
      }
    } while (loop && !signal.aborted);
  }

  return { name: "file", key: `file:${path}`, read };
}

function toEvent(
  line: Line,
  position: string,
): Extract<SourceEvent, { kind: "post" | "rejected" }> {
  const parsed = parseLine(line, Date.now());
  return "reason" in parsed
    ? {
      kind: "rejected",
      ...parsed,
      head: line.bytes.slice(0, MAX_HEAD),
      position,
    }
    : { kind: "post", post: parsed, position };
}

function inPass(post: SourcePost, pass: number): SourcePost {
  return pass === 1 ? post : { ...post, id: `${post.id}~${pass}` };
}

/** Gives posts the present time, never one before the post before. */
function createStamp(): (post: SourcePost) => SourcePost {
  let lastMs = 0;
  return (post) => {
    lastMs = Math.max(lastMs, Date.now());
    return { ...post, createdMs: lastMs };
  };
}
