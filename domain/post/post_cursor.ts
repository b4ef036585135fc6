/** Where a page of posts ends, and the next begins. */
export interface PostCursor {
  readonly seq: number;
  /** The post's own time in epoch milliseconds, where posts are in that order. */
  readonly createdMs?: number;
}

/** A cursor as addresses carry it: `42`, or `1769860800000_42`. */
export function formatPostCursor({ seq, createdMs }: PostCursor): string {
  return createdMs === undefined ? `${seq}` : `${createdMs}_${seq}`;
}

/** Reads what {@linkcode formatPostCursor} writes; null if it is none. */
export function parsePostCursor(text: string): PostCursor | null {
  const match = /^(?:(-?\d{1,15})_)?([1-9]\d{0,15})$/.exec(text);
  const seq = Number(match?.[2]);
  if (!match || seq > Number.MAX_SAFE_INTEGER) return null;
  return match[1] === undefined
    ? { seq }
    : { seq, createdMs: Number(match[1]) };
}
