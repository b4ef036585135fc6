import { type Need, needOf, PICTURE } from "./index_terms.ts";
import { matchQuery, type prepareText } from "./match.ts";
import type { Query } from "./query.ts";

/** A prepared post; see {@linkcode prepareText}. */
type Document = ReturnType<typeof prepareText>;

/** Finds which of many queries a post matches. */
export interface QueryIndex {
  /** The positions of the matching queries, in their order. */
  find(document: Document): readonly number[];
}

/**
 * Indexes queries by what a post must have to match them: a word or an emoji, or
 * an author. Of each query those are chosen that the fewest others share, so
 * that a post is compared with few queries, however many there are.
 */
export function createQueryIndex(queries: readonly Query[]): QueryIndex {
  const needs = queries.map(needOfPost);
  const uses = countUses(needs);
  const always: number[] = [];
  const table = new KeyTable();
  for (const [i, need] of needs.entries()) {
    const keys = need === null ? [] : cheapestKeys(need, uses).keys;
    if (keys.length === 0) always.push(i);
    for (const key of new Set(keys)) table.add(key, i);
  }
  const [hasEmoji, hasAuthors] = [table.has(PICTURE), table.has(AUTHOR)];

  return {
    find(document) {
      const candidates = [...always];
      for (const term of document.terms) table.find(term, candidates);
      if (hasEmoji) {
        for (const it of document.pictures) table.find(it, candidates);
      }
      if (hasAuthors) {
        for (const it of document.authors) {
          table.find(authorKey(it), candidates);
        }
      }
      return inOrder(candidates)
        .filter((i) => matchQuery(queries[i]!, document));
    },
  };
}

/** Each number once, in ascending order. */
function inOrder(numbers: number[]): number[] {
  if (numbers.length < 2) return numbers;
  numbers.sort((a, b) => a - b);
  return numbers.filter((it, i) => it !== numbers[i - 1]);
}

/**
 * Positions of queries by their keys. A word that was just cut from a text costs
 * a `Map` ten times as much as this: it hashes each of them in its runtime.
 */
class KeyTable {
  readonly #keys: string[] = [];
  readonly #positions: number[][] = [];
  /** One more than the index of a key, at its hash or behind it; 0 if free. */
  #slots = new Int32Array(64);
  /** A bit for the hash of each key: it stays in a processor's cache, and few words pass it. */
  readonly #bits = new Int32Array(4_096);

  add(key: string, position: number): void {
    const slot = this.#slotOf(key);
    const index = this.#slots[slot]!;
    if (index > 0) {
      this.#positions[index - 1]!.push(position);
      return;
    }
    this.#keys.push(key);
    this.#positions.push([position]);
    this.#slots[slot] = this.#keys.length;
    const hash = hashOf(key);
    this.#bits[(hash >>> 5) & 4_095]! |= 1 << (hash & 31);
    if (this.#keys.length * 4 > this.#slots.length) this.#grow();
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (const [i, key] of this.#keys.entries()) {
      this.#slots[this.#slotOf(key)] = i + 1;
    }
  }

  has(pattern: RegExp): boolean {
    return this.#keys.some((key) => key.search(pattern) >= 0);
  }

  /** Adds the positions of a key to `found`. */
  find(key: string, found: number[]): void {
    const hash = hashOf(key);
    if (!(this.#bits[(hash >>> 5) & 4_095]! & (1 << (hash & 31)))) return;
    const index = this.#slots[this.#slotOf(key, hash)]!;
    if (index === 0) return;
    for (const it of this.#positions[index - 1]!) found.push(it);
  }

  /** Where a key is, or belongs. */
  #slotOf(key: string, hash: number = hashOf(key)): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (true) {
      const index = this.#slots[slot]!;
      if (index === 0 || this.#keys[index - 1] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** FNV-1a, its upper bits folded down. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** No term of a text has such a sign. */
const AUTHOR = /^from:/;
const authorKey = (name: string) => `from:${name}`;

/** Like {@linkcode needOf}, but authors are known too. */
function needOfPost(query: Query): Need | null {
  switch (query.kind) {
    case "from":
      return authorKey(query.user);
    case "all": {
      const all = query.queries.map(needOfPost).filter((it) => it !== null);
      return all.length === 0 ? null : { all };
    }
    case "any": {
      const any = query.queries.map(needOfPost);
      return any.includes(null) ? null : { any: any as Need[] };
    }
    default:
      return needOf(query);
  }
}

/** How many queries name a key. */
function countUses(
  needs: readonly (Need | null)[],
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const need of needs) {
    for (const key of new Set(need === null ? [] : keysIn(need))) {
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  return uses;
}

function keysIn(need: Need): readonly string[] {
  if (typeof need === "string") return [need];
  return ("all" in need ? need.all : need.any).flatMap(keysIn);
}

/** Keys of which a matching post has one; none: there are no such keys. */
interface Choice {
  readonly keys: readonly string[];
  /** About how often a query is compared in vain. */
  readonly cost: number;
}

const NO_CHOICE: Choice = { keys: [], cost: Infinity };

/** Long words are rare, and so are those that few queries name. */
function cheapestKeys(
  need: Need,
  uses: ReadonlyMap<string, number>,
): Choice {
  if (typeof need === "string") {
    return { keys: [need], cost: uses.get(need)! / need.length };
  }
  if ("all" in need) {
    return need.all.map((part) => cheapestKeys(part, uses))
      .reduce((best, it) => it.cost < best.cost ? it : best, NO_CHOICE);
  }
  const all = need.any.map((part) => cheapestKeys(part, uses));
  if (all.some(({ keys }) => keys.length === 0)) return NO_CHOICE;
  return {
    keys: all.flatMap(({ keys }) => keys),
    cost: all.reduce((sum, { cost }) => sum + cost, 0),
  };
}
