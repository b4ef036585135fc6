import type { PostEntities, Term, TermKind } from "../post/post.ts";
import { EMOJI, hostOf, LINK, MENTION } from "../text/entities.ts";
import { foldText, TOKEN_CHARACTER, withoutSelectors } from "../text/tokens.ts";
import type { Scored } from "./score.ts";

/** Terms of one kind that a post can give; what it holds more is left out. */
const MAX_TERMS = 64;

/** UTF-16 units; a longer term is left out. */
const MAX_LENGTH = 64;

/** Of the signs, `@` makes no mention behind a word (`a@b.com`), `#` no tag (`&#x27;`). */
const ENTITY = new RegExp(
  [
    `(${LINK}…?)`,
    `(?<!${TOKEN_CHARACTER})(${MENTION})`,
    `(?<![&${TOKEN_CHARACTER}])[#＃](${TOKEN_CHARACTER}+)`,
    `(${EMOJI})`,
  ].join("|"),
  "gv",
);
const LETTER = /\p{L}/u;

/**
 * Lists what a post adds to the rollups, each term once.
 *
 * @param scored What `scoreText` says of the post's text.
 */
export function extractTerms(
  post: {
    readonly text: string;
    readonly lang: string;
    readonly entities?: PostEntities;
  },
  scored: Pick<Scored, "positive" | "negative">,
): Term[] {
  const found = new Map<TermKind, Set<string>>();

  function add(kind: TermKind, term: string): void {
    if (term === "" || term.length > MAX_LENGTH) return;
    const terms = found.get(kind);
    if (terms === undefined) found.set(kind, new Set([term]));
    else if (terms.size < MAX_TERMS) terms.add(term);
  }

  for (const word of scored.positive) add("positive", word);
  for (const word of scored.negative) add("negative", word);
  const { links = [], hashtags = [], mentions = [] } = post.entities ?? {};
  const fullNames = new Map(
    mentions.map(foldText).filter((name) => name.includes("@"))
      .map((name) => [name.split("@")[0]!, name]),
  );
  for (const match of post.text.matchAll(ENTITY)) {
    const [, link, mention, hashtag, emoji] = match;
    if (link !== undefined) add("link", hostOf(link) ?? "");
    else if (mention !== undefined) {
      // A text says `@bob` where its server says `bob@host`: one mention.
      const name = foldText(mention.slice(1));
      add("mention", fullNames.get(name) ?? name);
    } else if (emoji !== undefined) add("emoji", withoutSelectors(emoji));
    else if (LETTER.test(hashtag!)) add("hashtag", foldText(hashtag!));
  }
  for (const link of links) add("link", hostOf(link) ?? "");
  for (const mention of mentions) add("mention", foldText(mention));
  for (const hashtag of hashtags) add("hashtag", foldText(hashtag));
  add("lang", post.lang);
  return [...found].flatMap(([kind, terms]) =>
    Array.from(terms, (term) => ({ kind, term }))
  );
}
