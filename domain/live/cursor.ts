/** A place in the commit order of one database. */
export interface Cursor {
  /** Random id that the database was given when it was made. */
  readonly epoch: string;
  readonly seq: number;
}

/** Writes a cursor as pages, events and addresses carry it: `<epoch>:<seq>`. */
export function formatCursor({ epoch, seq }: Cursor): string {
  return `${epoch}:${seq}`;
}

/** Reads what {@linkcode formatCursor} wrote; null if it is anything else. */
export function parseCursor(text: string): Cursor | null {
  const match = /^([\w-]{1,64}):(\d{1,15})$/.exec(text);
  return match ? { epoch: match[1]!, seq: Number(match[2]) } : null;
}
