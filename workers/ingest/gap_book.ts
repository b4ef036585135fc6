import type { SourceRecords } from "./source_records.ts";

/** What a gap says of the time in which no process was there. */
const UNREAD = "nobody read it";

/** The interruptions of one source, to be written down in their order. */
export interface GapBook {
  /** When the source was last read, if that was broken off; null: nothing is known to be missing. */
  unreadSinceMs: number | null;
  /** The source is away since `atMs`; said again, only the reason is new. */
  open(atMs: number, why: string): void;
  /** It is back. */
  close(toMs: number, recovered: boolean): void;
  /** Writes what waits; what the database does not take stays. */
  write(): Promise<void>;
}

type Note =
  | { kind: "open"; atMs: number; why: string }
  | { kind: "close"; atMs: number; recovered: boolean };

/** Creates the book of a source. What a process before left open goes on. */
export function createGapBook(source: string, records: SourceRecords): GapBook {
  const notes: Note[] = [];
  let openId: number | null | undefined;

  async function open(fromMs: number, why: string): Promise<number> {
    const { unreadSinceMs } = book;
    const isUnread = unreadSinceMs !== null && unreadSinceMs < fromMs;
    const gap = isUnread
      ? { fromMs: unreadSinceMs, why: `${UNREAD}; then ${why}` }
      : { fromMs, why };
    return await records.openGap({ source, ...gap });
  }

  async function apply(note: Note): Promise<void> {
    if (openId === undefined) {
      openId = (await records.readOpenGap(source))?.id ?? null;
    }
    if (note.kind === "open") {
      if (openId === null) openId = await open(note.atMs, note.why);
      else await records.changeGap(openId, { why: note.why });
    } else {
      const { unreadSinceMs: fromMs } = book;
      if (openId === null && fromMs !== null && fromMs < note.atMs) {
        openId = await records.openGap({ source, fromMs, why: UNREAD });
      }
      if (openId !== null) {
        const { atMs: toMs, recovered } = note;
        await records.closeGap(openId, { toMs, recovered });
      }
      openId = null;
    }
    book.unreadSinceMs = null;
  }

  const book: GapBook = {
    unreadSinceMs: null,
    open(atMs, why) {
      const last = notes.length > 1 ? notes.at(-1) : undefined;
      if (last?.kind === "open") last.why = why;
      else notes.push({ kind: "open", atMs, why });
    },
    close: (atMs, recovered) =>
      void notes.push({ kind: "close", atMs, recovered }),
    async write() {
      for (let note; (note = notes[0]); notes.shift()) await apply(note);
    },
  };
  return book;
}
