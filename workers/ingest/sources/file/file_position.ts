import * as v from "valibot";

/** Where a reader of a file goes on. */
export interface FilePosition {
  /** Which time the file is read, from 1. */
  readonly pass: number;
  /** Lines of this pass that are done. */
  readonly line: number;
  /** What the file's first bytes are, so that another file of the same name is noticed. */
  readonly head: string;
}

const Position = v.object({
  pass: v.pipe(v.number(), v.integer(), v.minValue(1)),
  line: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.string(),
});

/** Writes a position as a checkpoint keeps it. */
export function formatFilePosition(position: FilePosition): string {
  return JSON.stringify(position);
}

/** Reads a checkpoint; null if there is none, or if it is about another file. */
export function parseFilePosition(
  text: string | null,
  head: string,
): FilePosition | null {
  if (text === null) return null;
  const position = v.parse(v.pipe(v.string(), v.parseJson(), Position), text);
  return position.head === head ? position : null;
}
