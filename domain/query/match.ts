import type { PostEntities as GivenEntities } from "../post/entities.ts";
import { graphemesOf, withoutSelectors } from "../text/emoji.ts";
import { type Entities, entitiesOf } from "../text/entities.ts";
import { foldText } from "../text/fold_text.ts";
import { tokensOf } from "../text/tokens.ts";

/** What queries look at. */
export interface MatchInput {
  readonly text: string;
  readonly author: string | null;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  readonly entities?: GivenEntities;
}

/** A post made ready for {@linkcode matchQuery}: what many queries ask is found once. */
export interface MatchDocument {
  /** Folded, in the order of the text. */
  readonly tokens: readonly string[];
  readonly words: ReadonlySet<string>;
  readonly entities: Entities;
  /** The text as it came, but without variation selectors. */
  readonly bare: string;
  /** What a reader sees as single characters in {@linkcode bare}. */
  readonly graphemes: ReadonlySet<string>;
  /** Folded and without `@`; null if unknown. */
  readonly author: string | null;
  /** In lower case. */
  readonly lang: string;
  readonly retweet: boolean;
}

/** Makes a post ready for any number of queries. */
export function prepareText(post: MatchInput): MatchDocument {
  return new PreparedText(post);
}

const RETWEET = /^\s*RT [@＠][\p{L}\p{Nd}_]/u;

class PreparedText implements MatchDocument {
  readonly tokens: readonly string[];
  readonly words: ReadonlySet<string>;
  readonly #post: MatchInput;
  readonly #folded: string;
  #entities?: Entities;
  #bare?: string;
  #graphemes?: ReadonlySet<string>;

  constructor(post: MatchInput) {
    this.#post = post;
    this.#folded = foldText(post.text);
    this.tokens = tokensOf(this.#folded);
    this.words = new Set(this.tokens);
  }

  get entities(): Entities {
    return this.#entities ??= joinEntities(
      entitiesOf(this.#folded),
      this.#post.entities,
    );
  }

  get bare(): string {
    return this.#bare ??= withoutSelectors(this.#post.text);
  }

  get graphemes(): ReadonlySet<string> {
    return this.#graphemes ??= new Set(graphemesOf(this.bare));
  }

  get author(): string | null {
    const { author } = this.#post;
    return author === null ? null : foldText(author).replace(/^[@＠]/, "");
  }

  get lang(): string {
    return this.#post.lang.toLowerCase().replaceAll("_", "-");
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
