import type { PostEntities, Term, TermKind } from "../post/post.ts";
import { hostOf } from "../text/entities.ts";
import { foldText, withoutSelectors } from "../text/tokens.ts";
import type { TokenKind } from "./scanner.ts";

/** Terms of one kind that a post can give; what it holds more is left out. */
const MAX_TERMS = 64;

/** UTF-16 units; a longer term is left out. */
const MAX_LENGTH = 64;

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
  scored: {
    readonly positive: readonly string[];
    readonly negative: readonly string[];
    readonly terms: readonly Term[];
  },
): Term[] {
  const kinds = new Map<TermKind, string[]>();

  function add(kind: TermKind, term: string): void {
    if (term === "" || term.length > MAX_LENGTH) return;
    const terms = kinds.get(kind);
    if (terms === undefined) kinds.set(kind, [term]);
    else if (terms.length < MAX_TERMS && !terms.includes(term)) {
      terms.push(term);
    }
  }

  for (const word of scored.positive) add("positive", word);
  for (const word of scored.negative) add("negative", word);
  const { links = [], hashtags = [], mentions = [] } = post.entities ?? {};
  // A text says `@bob` where its server says `bob@host`: one mention.
  const fullNames = new Map(
    mentions.map(foldText).filter((name) => name.includes("@"))
      .map((name) => [name.split("@")[0]!, name]),
  );
  for (const { kind, term } of scored.terms) {
    add(kind, kind === "mention" ? fullNames.get(term) ?? term : term);
  }
  for (const link of links) add("link", hostOf(link) ?? "");
  for (const mention of mentions) add("mention", foldText(mention));
  for (const hashtag of hashtags) add("hashtag", foldText(hashtag));
  add("lang", post.lang);
  const all: Term[] = [];
  for (const [kind, terms] of kinds) {
    for (const term of terms) all.push({ kind, term });
  }
  return all;
}

/** The term that a piece of a text is, if it is one. */
export function findTerm(kind: TokenKind, text: string): Term | null {
  switch (kind) {
    case "link":
      return { kind, term: hostIn(text) };
    case "mention":
      return { kind, term: foldText(text.slice(1)) };
    case "emoji":
      return { kind, term: withoutSelectors(text) };
    case "hashtag":
      return LETTER.test(text) ? { kind, term: foldText(text) } : null;
    default:
      return null;
  }
}

/** Hosts of links by what stands before the path: posts link to few. */
const hosts = new Map<string, string>();
const MAX_HOSTS = 1_000;

function hostIn(link: string): string {
  const path = link.indexOf("/", "https://".length);
  const key = path < 0 || path > MAX_LENGTH ? link : link.slice(0, path);
  const known = hosts.get(key);
  if (known !== undefined) return known;
  const host = hostOf(link) ?? "";
  if (hosts.size >= MAX_HOSTS) hosts.clear();
  if (key.length <= 2 * MAX_LENGTH) hosts.set(` ${key}`.slice(1), host);
  return host;
}
