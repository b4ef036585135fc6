import type { Zone } from "../../domain/format/times.ts";

/** How the one who reads a page reads times, and what time it is. */
export interface Viewer {
  /** By the server's clock, in seconds since the epoch. */
  readonly now: number;
  readonly zone: Zone;
}
