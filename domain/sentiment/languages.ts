/** Languages that the model was trained on, by their primary tags of BCP 47. */
export const READ_LANGUAGES = [
  ...["en", "ar", "de", "es", "fr", "hi", "it", "pt"] as const,
] as const;

/** One of {@linkcode READ_LANGUAGES}. */
export type ReadLanguage = typeof READ_LANGUAGES[number];

/** Unknown, none, or one of X's signs for posts without words. */
const UNDETERMINED = /^(?:$|und$|zxx$|mul$|mis$|q[a-t][a-z]$)/;

/** The primary tag of a language, in lower case; `und` if the language is not known. */
export function primaryTag(lang: string): string {
  const [tag = ""] = lang.toLowerCase().split(/[\-_]/);
  return UNDETERMINED.test(tag) ? "und" : tag;
}

/**
 * Whether the scorer reads posts in a language much better than the lexicon alone
 * would. It does not of Hindi, although the model was trained on it: its labelled
 * posts taught it next to nothing (see `MODEL.md`).
 *
 * `und` passes: most posts whose source names no language are in one of
 * {@linkcode READ_LANGUAGES}, and the model looks at the script of each.
 */
export function isWellRead(lang: string): boolean {
  const tag = primaryTag(lang);
  return tag === "und" || isReadLanguage(tag) && tag !== "hi";
}

/** Languages that are counted at most, to find the share of those that are not read well. */
export const MAX_LANGUAGES = 1_000;

/**
 * The share of posts in languages that are not read well, of 1: most of these count
 * as neutral whatever they say. Null without posts.
 *
 * @param languages Posts by language.
 */
export function poorlyReadShare(
  languages: readonly { readonly term: string; readonly count: number }[],
): number | null {
  const sum = (counted: typeof languages) =>
    counted.reduce((total, { count }) => total + count, 0);
  const poor = languages.filter(({ term }) => !isWellRead(term));
  const all = sum(languages);
  return all === 0 ? null : Math.round(1_000 * sum(poor) / all) / 1_000;
}

/** Whether a primary tag is that of a language of the model. */
export function isReadLanguage(tag: string): tag is ReadLanguage {
  return (READ_LANGUAGES as readonly string[]).includes(tag);
}
