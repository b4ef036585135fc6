import type { Kysely } from "kysely";
import { readMeta } from "./statements.ts";
import type { Tables } from "./tables.ts";

/** How far stored posts are scored by a version of the scorer. */
export interface Rescoring {
  readonly version: number;
  /** All posts up to this `seq` are, but for those whose text is gone. */
  readonly through: number;
  /** The first post when it began, and the newest `seq`. */
  readonly first: number;
  readonly last: number;
}

/** Reads how far it got; undefined before the first time. */
export async function readRescoring(
  db: Kysely<Tables>,
): Promise<Rescoring | undefined> {
  const value = await readMeta(db, "rescored");
  return value === undefined ? undefined : JSON.parse(value);
}

/** Which part of the posts that were there is done, from 0 to 1. */
export function rescoredShare(
  { through, first, last }: Omit<Rescoring, "version">,
): number {
  if (through >= last) return 1;
  return Math.max(0, through - first + 1) / (last - first + 1);
}
