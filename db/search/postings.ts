import type { Kysely } from "kysely";
import { readMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

// An inverted index in large rows. Each row of `postings` is for the posts of a
// block, 8,192 numbers of `seq`, and for the terms of a bucket, a 256th of all. It
// is a list of 32-bit numbers, each a fingerprint of a term and a place in the
// block. A fingerprint may be that of another term: what is found is compared. So
// storing a post costs a fraction of a row, and looking for a word reads one
// short row a block, which lie side by side.

/** A part of all terms. */
export const BUCKETS = 256;

/** Numbers of `seq` in a block, as bits of an entry. */
const PLACE_BITS = 13;
export const BLOCK_SIZE = 1 << PLACE_BITS;
const PLACE_MASK = BLOCK_SIZE - 1;

/** Raised whenever texts are folded or taken apart otherwise: then all is indexed again. */
const VERSION = 1;

/** How far the index goes. */
export interface PostingsState {
  /** All posts up to this `seq` are in it. */
  readonly through: number;
  /** Edits and deletions that became visible up to this `seq` are. */
  readonly changes: number;
  /** The first block that may have rows. */
  readonly firstBlock: number;
}

/** Reads how far the index goes; undefined if there is none that this program can use. */
export async function readPostingsState(
  db: Kysely<Tables>,
): Promise<PostingsState | undefined> {
  const value = await readMeta(db, "postings");
  if (value === undefined) return undefined;
  const { version, ...state } = JSON.parse(value);
  return version === VERSION ? state : undefined;
}

/** The state as `meta` holds it. */
export function formatPostingsState(state: PostingsState): string {
  return JSON.stringify({ version: VERSION, ...state });
}

/** Where a term of a topic's posts is listed. */
export interface TermPlace {
  readonly bucket: number;
  readonly fingerprint: number;
}

/** FNV-1a over the topic and the term's UTF-16 units; of it 27 bits are used. */
export function placeOf(topicId: number, term: string): TermPlace {
  let hash = Math.imul(0x811c9dc5 ^ topicId, 0x01000193);
  for (let i = 0; i < term.length; i++) {
    hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  }
  hash ^= hash >>> 15;
  return { bucket: hash & (BUCKETS - 1), fingerprint: (hash >>> 8) & 0x7ffff };
}

export function blockOf(seq: number): number {
  return Math.floor(seq / BLOCK_SIZE);
}

/** An entry for a term of the post `seq`. */
export function toEntry(fingerprint: number, seq: number): number {
  return ((fingerprint << PLACE_BITS) | (seq % BLOCK_SIZE)) >>> 0;
}

export function placeInBlock(entry: number): number {
  return entry & PLACE_MASK;
}

/** The places of a row whose fingerprint is that of a term. */
export function placesOf(
  entries: Uint32Array,
  fingerprint: number,
): Set<number> {
  const places = new Set<number>();
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    if (entry >>> PLACE_BITS === fingerprint) places.add(entry & PLACE_MASK);
  }
  return places;
}

/** The entries of a row. */
export function readEntries(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
