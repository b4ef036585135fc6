/** What comes out of a stream, before its meaning is looked at. */
export type Frame =
  | { kind: "event"; event: string; data: string }
  /** Nothing that this stream should hold. */
  | {
    kind: "rejected";
    reason: "malformed" | "oversize";
    detail: string;
    head: Uint8Array;
  };

/** The largest event that is read, in bytes. */
export const MAX_EVENT = 65_536;

/** A stream that is open until it is disposed of. */
export type FrameStream = AsyncIterable<Frame> & AsyncDisposable;
