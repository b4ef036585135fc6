/** An interruption of one source; times in seconds since the epoch. */
export interface Gap {
  /** The source's key. */
  readonly source: string;
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  readonly why: string;
  /** Whether what was sent meanwhile has been read after all. */
  readonly recovered: boolean;
}
