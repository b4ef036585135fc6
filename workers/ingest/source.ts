/** A post as its source tells it. */
export interface SourcePost {
  /** The source's own id: 1 to 255 bytes of UTF-8. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly text: string;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  readonly author: string | null;
  readonly url: string | null;
}

/** Why something that a source sent is not a post. */
export type RejectReason = "malformed" | "oversize";

/** What a source sends. `position` is where to go on after it, in the source's own words. */
export type SourceEvent =
  | { kind: "post"; post: SourcePost; position: string | null }
  | { kind: "delete"; id: string; position: string | null }
  | {
    kind: "rejected";
    reason: RejectReason;
    detail: string;
    /** The first bytes of what was sent, at most 512. */
    head: Uint8Array;
    position: string | null;
  };

/** Where posts come from. */
export interface Source {
  /** Its name in subjects and rows: `file`, `demo`, `x`, … */
  readonly name: string;
  /** Under which its place is kept: two sources that read the same thing have the same key. */
  readonly key: string;
  /**
   * Events after `position` (null: from the beginning), in order. Ends when
   * there are no more, or within 1 s of `signal` aborting.
   */
  read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncIterable<SourceEvent>;
}
