import { createHash } from "node:crypto";
import * as v from "valibot";
import { HEAD_BYTES } from "./read/open.ts";

/** The position of a reader of a file. */
export interface FilePosition {
  /** The pass over the file, from 1. */
  readonly pass: number;
  /** Records of this pass that were read. */
  readonly line: number;
  /** Parts of the next record that were read, such as posts of a page. @default {0} */
  readonly part?: number | undefined;
  /** Hash of the file's first bytes, which identifies it; hexadecimal. */
  readonly head: string;
  /** How many bytes were hashed: a short file may grow. */
  readonly size: number;
}

const Position = v.object({
  pass: v.pipe(v.number(), v.integer(), v.minValue(1)),
  line: v.pipe(v.number(), v.integer(), v.minValue(0)),
  part: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  head: v.string(),
  size: v.optional(v.number(), HEAD_BYTES),
});

/** Formats a position as it is stored. */
export function formatFilePosition(
  { pass, line, part, head, size }: FilePosition,
): string {
  const within = part ? `,"part":${part}` : "";
  return `{"pass":${pass},"line":${line}${within},"head":"${head}","size":${size}}`;
}

/**
 * Parses a stored position; null if there is none, or it belongs to another file.
 *
 * @param first The first bytes of the file, which may have grown since.
 */
export function parseFilePosition(
  text: string | null,
  first: Uint8Array,
): FilePosition | null {
  if (text === null) return null;
  const position = v.parse(v.pipe(v.string(), v.parseJson(), Position), text);
  const head = fingerprint(first.subarray(0, position.size));
  const size = Math.min(position.size, first.length);
  return position.head === head ? { ...position, size } : null;
}

/** Identifies a file by its first bytes. */
export function fingerprint(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
