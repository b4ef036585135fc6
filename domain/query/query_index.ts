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
  const byKey = new Map<string, number[]>();
  for (const [i, need] of needs.entries()) {
    const keys = need === null ? [] : cheapestKeys(need, uses).keys;
    if (keys.length === 0) always.push(i);
    for (const key of new Set(keys)) {
      byKey.set(key, [...byKey.get(key) ?? [], i]);
    }
  }
  const hasKey = (pattern: RegExp) =>
    byKey.keys().some((key) => key.search(pattern) >= 0);
  const [hasEmoji, hasAuthors] = [hasKey(PICTURE), hasKey(AUTHOR)];

  return {
    find(document) {
      const candidates = new Set(always);
      const add = (key: string) => {
        const found = byKey.get(key);
        if (found) { for (const i of found) candidates.add(i); }
      };
      for (const term of document.terms) add(term);
      if (hasEmoji) { for (const picture of document.pictures) add(picture); }
      if (hasAuthors) document.authors.forEach((name) => add(authorKey(name)));
      return [...candidates].sort((a, b) => a - b)
        .filter((i) => matchQuery(queries[i]!, document));
    },
  };
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
