import phrases from "./phrases.json" with { type: "json" };
import { createDeck, type Draw, type Random } from "./random.ts";

/** What a post expresses. */
export type Sentiment = "positive" | "negative" | "neutral";

/** A language of the demo, by its BCP 47 code. */
export type LanguageCode = keyof typeof phrases.languages;

/** Lists of phrases by name; a phrase refers to another list as `{name}`. */
type Grammar = Readonly<Record<string, readonly string[]>>;

/** The phrases of one language. */
export interface Language {
  /** Whole posts about `{thing}`. */
  readonly posts: Readonly<Record<Sentiment, readonly string[]>>;
  /** Second sentences. */
  readonly tails: Language["posts"];
  /** Things that nobody tracks. */
  readonly things: readonly string[];
  /** Things about the tracked word, which is `<word>`. */
  readonly about: readonly string[];
  /** Between two tracked words. */
  readonly and: readonly string[];
  /** Between two sentences. */
  readonly stop: string;
  /** Hashtags for any post, without `#`. */
  readonly tags: readonly string[];
  /** The other lists that the phrases refer to. */
  readonly slots: Grammar;
}

/** The languages of the demo. */
export const languages: Readonly<Record<LanguageCode, Language>> =
  phrases.languages;

/** An invented author. */
export interface Author {
  /** Without `@`. */
  readonly handle: string;
  readonly lang: LanguageCode;
}

const { firstNames, secondNames, authorsByLanguage } = phrases;
const langs = Object.entries(authorsByLanguage)
  .flatMap(([lang, count]) =>
    Array<LanguageCode>(count).fill(lang as LanguageCode)
  );

/** All authors, the same in each run. */
export const authors: readonly Author[] = firstNames.flatMap((first, i) =>
  secondNames.map((second, j) => {
    const n = i * secondNames.length + j;
    const number = ["", `${10 + n % 89}`, `_${n % 10}`][(i + j) % 3]!;
    return {
      handle: first + second + number,
      lang: langs[n * 29 % langs.length]!,
    };
  })
);

/** What to write. */
export interface Assignment {
  readonly lang: LanguageCode;
  readonly sentiment: Sentiment;
  /** The tracked words that the text must contain as tokens: none, one or two. */
  readonly words: readonly string[];
}

/** Creates a writer of posts, which uses all phrases before it repeats one. */
export function createTextWriter(
  random: Random,
): (assignment: Assignment) => string {
  const draw = createDeck(random.fork());

  return (assignment) => {
    const { lang, sentiment, words } = assignment;
    const { posts, tails, things, about, and, stop, slots } = languages[lang];
    const grammar = { ...slots, thing: words.length > 0 ? about : things };

    let text = fill(grammar, draw(posts[sentiment]), draw);
    if (random.chance(0.4)) {
      const end = /[\p{L}\p{N}>]$/u.test(text) ? stop : " ";
      text += end + fill(grammar, draw(tails[sentiment]), draw);
    }
    if (random.chance(0.88)) text = capitalize(text);
    const names = words.map((word) => vary(word, random));
    text = insert(text, names.join(` ${draw(and)} `));
    return decorate(text, assignment, random);
  };
}

/** Replaces each `{name}` in a phrase by a phrase of that list, filled alike. */
export function fill(grammar: Grammar, phrase: string, draw: Draw): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const list = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
    if (list === undefined) throw new RangeError(`No phrases "${name}"`);
    return fill(grammar, draw(list), draw);
  });
}

function capitalize(text: string): string {
  return text.replace(
    /(^[¿¡]?|[.!?] [¿¡]?)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** A word as people write it: sometimes with a capital, or as a hashtag. */
function vary(word: string, random: Random): string {
  if (!/^[a-z][\p{L}\p{N}_]*$/u.test(word)) return word;
  if (random.chance(0.1)) return `#${word}`;
  return random.chance(0.5) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

/** Replaces each `<word>`; a name stays a token of its own. */
function insert(text: string, name: string): string {
  return text.replace(
    /([\p{L}\p{M}\p{N}_])?<word>/gu,
    (_, before?: string) => before === undefined ? name : `${before} ${name}`,
  );
}

/** Adds emoji, hashtags, mentions and links. */
function decorate(
  text: string,
  { lang, sentiment, words }: Assignment,
  random: Random,
): string {
  const parts = [text];
  if (random.chance(0.26)) {
    const emoji = random.pick(phrases.emoji[sentiment]);
    parts.push(emoji.repeat(random.chance(0.15) ? 2 : 1));
  }
  if (random.chance(0.24)) {
    const taggable = words.filter((word) => /^[\p{L}\p{N}_]+$/u.test(word));
    const tracked = taggable.filter(() => random.chance(0.4));
    const tags = new Set([...tracked, random.pick(languages[lang].tags)]);
    parts.push(...[...tags].map((tag) => `#${tag}`));
  }
  if (random.chance(0.12)) {
    const mention = `@${random.pick(authors).handle}`;
    if (random.chance(0.6)) parts.unshift(mention);
    else parts.push(random.chance(0.5) ? `cc ${mention}` : mention);
  }
  if (random.chance(0.16)) {
    const path = random.int(36 ** 5).toString(36).padStart(5, "0");
    parts.push(`https://${random.pick(phrases.hosts)}/${path}`);
  }
  return parts.join(" ");
}
