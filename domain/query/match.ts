import type { PostEntities as GivenEntities } from "../post/post.ts";
import { type Entities, entitiesOf } from "../text/entities.ts";
import { readLanguage } from "../text/language.ts";
import {
  foldText,
  graphemesOf,
  tokensOf,
  withoutSelectors,
} from "../text/tokens.ts";
import { addNames, addUnits, PICTURE } from "./index_terms.ts";
import { holdsWords, type Units, unitsOf } from "../text/units.ts";
import type { HasKind, Query } from "./query.ts";

/** Whether a post matches a query. */
export function matchQuery(query: Query, post: MatchDocument): boolean {
  switch (query.kind) {
    case "word":
      return post.holdsWord(query.word) ||
        (post.units !== null && holdsWords(query, post.units));
    case "phrase":
      return post.units !== null
        ? holdsWords(query, post.units)
        : query.words.every((word) => post.holdsWord(word)) &&
          holdsRun(post.tokens, query.words);
    case "emoji":
      return post.bare.includes(query.emoji) &&
        post.graphemes.has(query.emoji);
    case "hashtag":
      return post.holdsName("hashtags", query.tag);
    case "cashtag":
      return post.holdsName("cashtags", query.tag);
    case "mention":
      return post.holdsName("mentions", query.user);
    case "from":
      return post.authors.includes(query.user);
    case "lang":
      return post.lang === query.lang;
    case "has":
      return has(query.what, post);
    case "retweet":
      return post.retweet;
    case "not":
      return !matchQuery(query.operator, post);
    case "all":
      return query.queries.every((part) => matchQuery(part, post));
    case "any":
      return query.queries.some((part) => matchQuery(part, post));
  }
}

function has(what: HasKind, { entities }: MatchDocument): boolean {
  return what === "links" ? entities.links : entities[what].size > 0;
}

/**
 * Whether all of `run` stands in `tokens`, one directly after the other.
 *
 * By Knuth, Morris and Pratt: the time is linear even where words repeat.
 */
export function holdsRun(
  tokens: readonly string[],
  run: readonly string[],
): boolean {
  const fallback = fallbacksOf(run);
  let matched = 0;
  for (const token of tokens) {
    while (matched > 0 && token !== run[matched]) matched = fallback[matched]!;
    if (token === run[matched]) matched++;
    if (matched === run.length) return true;
  }
  return false;
}

/** For each number of matched words, how many of them still match after a miss. */
function fallbacksOf(run: readonly string[]): number[] {
  const fallback = [0, 0];
  let matched = 0;
  for (let at = 1; at < run.length; at++) {
    while (matched > 0 && run[at] !== run[matched]) {
      matched = fallback[matched]!;
    }
    if (run[at] === run[matched]) matched++;
    fallback[at + 1] = matched;
  }
  return fallback;
}

/** The part of a post that queries match. */
export interface MatchInput {
  readonly text: string;
  readonly author: string | null;
  /** Another name of the author. */
  readonly alias?: string | null;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  readonly entities?: GivenEntities;
}

/** Prepares a post for any number of queries. */
export function prepareText(post: MatchInput): MatchDocument {
  return new MatchDocument(post);
}

/** A name in a text stands directly behind one of these. */
const SIGNS = {
  hashtags: ["#", "＃"],
  cashtags: ["$"],
  mentions: ["@", "＠"],
} as const;

/** So many words are compared faster than they are hashed. */
const FEW = 64;

const RETWEET = /^\s*RT [@＠][\p{L}\p{Nd}_]/u;

/** A post prepared for {@linkcode matchQuery}: derived values are computed once for all queries, when one asks. */
class MatchDocument {
  /** Folded, in the order of the text. */
  readonly tokens: readonly string[];
  /** The same where a script has no spaces, or Hangul is; else null. */
  readonly units: Units | null;
  readonly #post: MatchInput;
  readonly #folded: string;
  #words?: ReadonlySet<string>;
  #entities?: Entities;
  #bare?: string;
  #graphemes?: ReadonlySet<string>;

  constructor(post: MatchInput) {
    this.#post = post;
    this.#folded = foldText(post.text);
    this.units = unitsOf(this.#folded);
    this.tokens = this.units?.texts ?? tokensOf(this.#folded);
  }

  /** Whether one of its units, or else of its tokens, is a word. */
  holdsWord(word: string): boolean {
    if (this.tokens.length <= FEW) return this.tokens.includes(word);
    this.#words ??= this.units?.distinct ?? new Set(this.tokens);
    return this.#words.has(word);
  }

  /** The terms that a post may need to match by its words; see {@linkcode needOf}. */
  get terms(): Iterable<string> {
    const { hashtags = [], mentions = [], cashtags = [] } =
      this.#post.entities ?? {};
    const names = [...hashtags, ...mentions, ...cashtags];
    if (this.units === null && names.length === 0) return this.tokens;
    const terms = new Set<string>(this.units === null ? this.tokens : []);
    if (this.units !== null) addUnits(terms, this.units);
    addNames(terms, names);
    return terms;
  }

  /** The same for emoji. */
  get pictures(): readonly string[] {
    const { text } = this.#post;
    return /[^\0-\x7F]/.test(text) ? text.match(PICTURE) ?? [] : [];
  }

  /** Whether a name is among its entities. */
  holdsName(kind: keyof typeof SIGNS, name: string): boolean {
    const mayHold = this.#entities !== undefined ||
      this.#post.entities !== undefined ||
      SIGNS[kind].some((sign) => this.#folded.includes(sign + name));
    return mayHold && this.entities[kind].has(name);
  }

  get entities(): Entities {
    return this.#entities ??= joinEntities(
      entitiesOf(this.#folded),
      this.#post.entities,
    );
  }

  /** The text as it came, but without variation selectors. */
  get bare(): string {
    return this.#bare ??= withoutSelectors(this.#post.text);
  }

  /** Grapheme clusters of {@linkcode bare}. */
  get graphemes(): ReadonlySet<string> {
    return this.#graphemes ??= new Set(graphemesOf(this.bare));
  }

  /** Names of the author, folded and without `@`; none if unknown. */
  get authors(): string[] {
    const { author, alias = null } = this.#post;
    return [author, alias].filter((name) => name !== null)
      .map((name) => foldText(name).replace(/^[@＠]/, ""));
  }

  /** Its primary subtag. */
  get lang(): string {
    return readLanguage(this.#post.lang);
  }

  get retweet(): boolean {
    return RETWEET.test(this.#post.text);
  }
}

function joinEntities(found: Entities, given?: GivenEntities): Entities {
  if (!given) return found;
  const { links = [], hashtags = [], mentions = [], cashtags = [] } = given;
  const join = (names: ReadonlySet<string>, more: readonly string[]) =>
    names.union(new Set(more.map(foldText)));
  return {
    links: found.links || links.length > 0,
    hashtags: join(found.hashtags, hashtags),
    mentions: join(found.mentions, mentions),
    cashtags: join(found.cashtags, cashtags),
  };
}
